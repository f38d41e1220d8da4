package dev.crashanalytics.readback;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.Conditions;
import dev.crashanalytics.query.Cursor;
import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import dev.crashanalytics.session.SessionReads;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Reads rounds back. */
@ApplicationScoped
class RoundReads {

    private final SessionReads sessions;

    RoundReads(SessionReads sessions) {
        this.sessions = sessions;
    }

    /** The round with this id; fails with {@code round_not_found}. */
    @WithSession
    Uni<RoundView> byId(long id) {
        return RoundEntity.find("id", id)
                .project(RoundView.class)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(ProblemCode.ROUND_NOT_FOUND, "No round has the id " + id + "."));
    }

    /** The rounds that pass the filter, those started last first. */
    @WithSession
    Uni<Page<RoundView>> list(RoundFilter filter, PageRequest request) {
        return botOf(filter, request).chain(bot -> page(filter, bot, request));
    }

    /**
     * Whose rounds are meant. A session named alone is the one created last; later pages stay with the bot that the
     * first one found.
     */
    private Uni<String> botOf(RoundFilter filter, PageRequest request) {
        if (filter.botId() != null || filter.sessionId() == null) {
            return Uni.createFrom().item(filter.botId());
        }
        return request.start()
                .map(cursor -> Uni.createFrom().item(cursor.text(2)))
                .orElseGet(() -> sessions.latestBot(filter.sessionId()));
    }

    private Uni<Page<RoundView>> page(RoundFilter filter, String bot, PageRequest request) {
        if (bot == null && filter.sessionId() != null) {
            return Uni.createFrom().item(new Page<>(List.of(), null));
        }
        Conditions conditions = new Conditions()
                .and(filter.sessionId() == null ? "collate(r.botId as ucs_basic) = :bot" : "r.botId = :bot", "bot", bot)
                .and("r.sessionId = :session", "session", filter.sessionId())
                .and("r.roundStartTimestamp >= :from", "from", filter.from())
                .and("r.roundStartTimestamp < :to", "to", filter.to());
        request.start().ifPresent(cursor -> startAfter(cursor, conditions));
        String query = conditions.toQuery("from RoundEntity r", "order by r.roundStartTimestamp desc, r.id desc");
        return RoundEntity.find(query, conditions.parameters())
                .project(RoundView.class)
                .range(0, request.fetchSize() - 1)
                .list()
                .map(rounds -> request.page(
                        rounds, round -> round, round -> List.of(round.roundStartTimestamp(), round.id(), "" + bot)));
    }

    private static void startAfter(Cursor cursor, Conditions conditions) {
        Instant started = cursor.time(0);
        conditions
                .and("(r.roundStartTimestamp, r.id) < (:lastStarted, :lastId)")
                .bind("lastStarted", started)
                .bind("lastId", cursor.number(1));
    }
}
