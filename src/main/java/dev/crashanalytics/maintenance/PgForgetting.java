package dev.crashanalytics.maintenance;

import dev.crashanalytics.risk.PgRiskArchive;
import dev.crashanalytics.store.PgRemovedEvents;
import dev.crashanalytics.store.PgSessionRecount;
import dev.crashanalytics.store.PgSignalForgetting;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Drops what is archived of days before a cutoff, whenever it was archived. Extremes cannot be subtracted, so the totals
 * concerned are summed anew from what is left. What was archived stays barred, and streaks go on from where they were.
 */
final class PgForgetting {

    private static final String FIGURES = """
            DELETE FROM round_rollups WHERE bot_id = $1 AND day < $2 AND state = 'archived'
            """;

    private static final String CRASHES = "DELETE FROM crash_histograms WHERE day < $1 AND stripe = -2";

    /** Of some sessions at a time: each is then counted anew. */
    private static final String SESSIONS = """
            WITH due AS (
                SELECT DISTINCT session_id FROM archived_sessions WHERE bot_id = $1 AND day < $2
                ORDER BY session_id LIMIT 20
            )
            DELETE FROM archived_sessions a USING due d
            WHERE a.bot_id = $1 AND a.session_id = d.session_id AND a.day < $2
            RETURNING a.session_id
            """;

    private final PgJobConnection connection;
    private final LocalDate cutoff;

    PgForgetting(PgJobConnection connection, LocalDate cutoff) {
        this.connection = connection;
        this.cutoff = cutoff;
    }

    Uni<Void> run() {
        return Steps.each("", this::forgetNext)
                .chain(this::forgetCrashes)
                .chain(() -> connection.execute(PgRiskArchive.FORGET, Tuple.of(cutoff)))
                .replaceWithVoid();
    }

    private Uni<Optional<String>> forgetNext(String after) {
        return PgBots.after(connection, after)
                .call(bot -> bot == null ? Uni.createFrom().voidItem() : forget(bot))
                .map(Optional::ofNullable);
    }

    private Uni<Void> forget(String bot) {
        PgRollupReconciliation rollups = new PgRollupReconciliation(connection, bot);
        return connection
                .inTransaction(() -> connection
                        .keepSettlersOut()
                        .chain(() -> connection.execute(FIGURES, Tuple.of(bot, cutoff)))
                        .chain(gone -> gone.rowCount() == 0
                                ? Uni.createFrom().voidItem()
                                : rollups.repairTotals().replaceWithVoid()))
                .chain(() ->
                        connection.inTransaction(() -> PgSignalForgetting.forget(connection.connection(), bot, cutoff)))
                .chain(() -> Steps.each(bot, this::forgetSessions));
    }

    private Uni<Optional<String>> forgetSessions(String bot) {
        return connection.inTransaction(() -> connection
                .execute(SESSIONS, Tuple.of(bot, cutoff))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .distinct()
                        .sorted()
                        .toList())
                .call(sessions -> Multi.createFrom()
                        .iterable(sessions)
                        .onItem()
                        .transformToUniAndConcatenate(
                                session -> PgSessionRecount.repair(connection.connection(), bot, session))
                        .onItem()
                        .ignoreAsUni())
                // Figures change without an event that tells of it.
                .call(sessions -> sessions.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : PgRemovedEvents.noteAll(connection.connection(), bot))
                .map(sessions -> sessions.isEmpty() ? Optional.empty() : Optional.of(bot)));
    }

    private Uni<Void> forgetCrashes() {
        PgHistogramReconciliation histograms = new PgHistogramReconciliation(connection);
        return connection.inTransaction(() -> connection
                .keepSettlersOut()
                .chain(() -> connection.execute(CRASHES, Tuple.of(cutoff)))
                .chain(gone -> gone.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : histograms.repairTotals().replaceWithVoid()));
    }
}
