package dev.crashanalytics.analytics;

import dev.crashanalytics.query.Conditions;
import dev.crashanalytics.query.Cursor;
import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads outcomes back, in the order of the primary key. */
@ApplicationScoped
class OutcomeReads {

    /** The outcomes that pass the filter, session by session, in the order of their rounds. */
    @WithSession
    Uni<Page<OutcomeView>> list(OutcomeFilter filter, PageRequest request) {
        Conditions conditions = new Conditions()
                .and("o.botId = :bot", "bot", filter.botId())
                .and("o.sessionId = :session", "session", filter.sessionId())
                .and("o.timestamp >= :from", "from", filter.from())
                .and("o.timestamp < :to", "to", filter.to());
        request.start().ifPresent(cursor -> startAfter(cursor, conditions));
        return OutcomeEntity.find(
                        conditions.toQuery("from OutcomeEntity o", "order by o.sessionId, o.roundNumber"),
                        conditions.parameters())
                .project(OutcomeView.class)
                .range(0, request.fetchSize() - 1)
                .list()
                .map(rows -> request.page(rows, row -> row, row -> List.of(row.sessionId(), row.roundNumber())));
    }

    private static void startAfter(Cursor cursor, Conditions conditions) {
        conditions
                .and("(o.sessionId, o.roundNumber) > (:lastSession, :lastNumber)")
                .bind("lastSession", cursor.text(0))
                .bind("lastNumber", cursor.number(1));
    }
}
