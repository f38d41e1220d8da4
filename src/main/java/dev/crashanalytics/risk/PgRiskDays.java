package dev.crashanalytics.risk;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Reads what risk is worked out from, and keeps summaries of days. Nothing is lost where one could not be kept: it is made anew when it is asked for. */
@ApplicationScoped
class PgRiskDays {

    /** Rows are locked in one order, so that two calls never wait for each other. */
    private static final String STORE = """
            INSERT INTO risk_days AS k (bot_id, kind, name, day, state, changes, archived_changes, format, summary)
            SELECT bot_id, kind, name, day, 'kept', changes, archived_changes, $8::smallint, summary::jsonb
            FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::bigint[], $6::bigint[], $7::text[])
                AS n (bot_id, kind, name, day, changes, archived_changes, summary)
            ORDER BY bot_id COLLATE "C", kind, name COLLATE "C", day
            ON CONFLICT (bot_id, kind, name, day, state, part) DO UPDATE
            SET changes = excluded.changes, archived_changes = excluded.archived_changes, format = excluded.format,
                summary = excluded.summary
            WHERE (k.changes, k.archived_changes, k.format)
                IS DISTINCT FROM (excluded.changes, excluded.archived_changes, excluded.format)
            """;

    private final Pool pool;

    PgRiskDays(Pool pool) {
        this.pool = pool;
    }

    /**
     * A summary to be kept.
     *
     * @param made the state of the rollups it was made from
     * @param summary in {@link RiskPieceFormat}
     */
    record Entry(RiskScope scope, RiskDay made, String summary) {}

    /** Looks at one state of the database; what comes of it is over when the Uni it answers is. */
    <T> Uni<T> snapshot(Function<PgRiskSnapshot, Uni<T>> work) {
        return PgRiskSnapshot.with(pool, work);
    }

    /** Keeps summaries, each in the place of another of its day. */
    Uni<Void> store(List<Entry> entries) {
        return pool.preparedQuery(STORE)
                .execute(Tuple.from(new Object[] {
                    array(entries, entry -> entry.scope.botId(), String[]::new),
                    array(entries, entry -> entry.scope.kind().label(), String[]::new),
                    array(entries, entry -> entry.scope.name(), String[]::new),
                    array(entries, entry -> entry.made.day(), LocalDate[]::new),
                    array(entries, entry -> entry.made.changes(), Long[]::new),
                    array(entries, entry -> entry.made.archivedChanges(), Long[]::new),
                    array(entries, Entry::summary, String[]::new),
                    RiskPieceFormat.VERSION
                }))
                .replaceWithVoid();
    }

    private static <T> T[] array(List<Entry> entries, Function<Entry, T> value, IntFunction<T[]> newArray) {
        return entries.stream().map(value).toArray(newArray);
    }
}
