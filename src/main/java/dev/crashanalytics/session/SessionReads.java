package dev.crashanalytics.session;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.Conditions;
import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import dev.crashanalytics.query.QueryValues;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads sessions and their running figures, which the ingest transactions keep. */
@ApplicationScoped
public class SessionReads {

    private final SessionSummaries summaries;

    SessionReads(SessionSummaries summaries) {
        this.summaries = summaries;
    }

    /** The bot whose session of this name was created last; null where no bot has one. */
    @WithSession
    public Uni<String> latestBot(String sessionId) {
        return SessionEntity.<SessionEntity>find("collate(sessionId as ucs_basic) = ?1 order by id desc", sessionId)
                .firstResult()
                .map(session -> session == null ? null : session.botId);
    }

    /**
     * A session's summary; fails with {@code session_not_found}.
     *
     * @param botId whose session, or null for the one created last
     * @param currency which currency's money and rounds to count, or null for all
     */
    @WithSession
    public Uni<SessionSummary> summary(String sessionId, String botId, String currency) {
        if (!QueryValues.isStorable(sessionId, 100)) {
            return Uni.createFrom().failure(notFound());
        }
        Conditions conditions = new Conditions()
                .and(
                        botId == null ? "collate(s.sessionId as ucs_basic) = :session" : "s.sessionId = :session",
                        "session",
                        sessionId)
                .and("s.botId = :bot", "bot", botId);
        String query = conditions.toQuery("from SessionEntity s", "order by s.id desc");
        return SessionEntity.<SessionEntity>find(query, conditions.parameters())
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(SessionReads::notFound)
                .map(session -> summaries.of(session, currency));
    }

    /** A page of summaries, the sessions created last first. */
    @WithSession
    Uni<Page<SessionSummary>> list(String botId, String status, String currency, PageRequest request) {
        Conditions conditions = new Conditions()
                .and("collate(s.botId as ucs_basic) = :bot", "bot", botId)
                .and("s.status = :status", "status", status);
        request.start().ifPresent(cursor -> conditions.and("s.id < :last", "last", cursor.number(0)));
        String query = conditions.toQuery("from SessionEntity s", "order by s.id desc");
        return SessionEntity.<SessionEntity>find(query, conditions.parameters())
                .range(0, request.fetchSize() - 1)
                .list()
                .map(rows ->
                        request.page(rows, session -> summaries.of(session, currency), session -> List.of(session.id)));
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemCode.SESSION_NOT_FOUND, "There is no such session.");
    }
}
