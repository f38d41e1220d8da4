package dev.crashanalytics.page;

import dev.crashanalytics.page.RunningProfit.Stretch;
import dev.crashanalytics.page.SessionDrawdown.Removed;
import dev.crashanalytics.page.SessionDrawdown.Stored;
import dev.crashanalytics.query.PgSnapshot;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads sessions and stretches of their rounds, of one state of the database. */
@ApplicationScoped
class PgDrawdowns {

    /** {@code $1} how many. */
    private static final String SESSIONS = """
            SELECT h.epoch::text AS epoch, h.next_offset - 1 AS feed_offset, s.id, s.bot_id, s.session_id, s.total_rounds,
                   b.archived_before, s.total_rounds = 0 OR s.total_profit_loss IS NOT NULL AS has_profit,
                   (SELECT coalesce(sum(a.rounds), 0)::bigint FROM archived_sessions a
                    WHERE a.bot_id = s.bot_id AND a.session_id = s.session_id) AS archived_rounds
            FROM feed_head h
            LEFT JOIN (%s) AS s ON true
            LEFT JOIN bot_vm_registration b ON b.bot_id = s.bot_id
            ORDER BY s.place
            """.formatted(PgOverview.CHOSEN);

    /**
     * {@code $1} bots, {@code $2} their sessions, {@code $3} the rounds after which they are read, {@code $4} how many are expected.
     * Besides the end there are some places before it, from which a later reading may go on.
     */
    private static final String STRETCHES = """
            SELECT a.place, t.rank, t.round_number, t.equity, t.highest, t.lowest, t.depth
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
                WITH ORDINALITY AS a (bot_id, session_id, last_round, rounds, place)
            CROSS JOIN LATERAL (
                SELECT f.*, max(f.highest - f.equity) OVER (ORDER BY f.round_number ROWS UNBOUNDED PRECEDING) AS depth
                FROM (SELECT e.*, max(e.equity) OVER in_order AS highest, min(e.equity) OVER in_order AS lowest
                      FROM (SELECT r.round_number, row_number() OVER in_order AS rank,
                                   lead(r.round_number) OVER in_order IS NULL AS is_last,
                                   sum(coalesce(r.profit_loss_amount, 0)) OVER in_order AS equity
                            FROM crash_game_rounds r
                            WHERE r.bot_id = a.bot_id AND r.session_id = a.session_id AND r.round_number > a.last_round
                            WINDOW in_order AS (ORDER BY r.round_number ROWS UNBOUNDED PRECEDING)) AS e
                      WINDOW in_order AS (ORDER BY e.round_number ROWS UNBOUNDED PRECEDING)) AS f) AS t
            WHERE t.is_last OR a.rounds - t.rank IN (1000, 10000, 100000)
            ORDER BY a.place, t.rank
            """;

    private final Pool pool;

    PgDrawdowns(Pool pool) {
        this.pool = pool;
    }

    /** The sessions that the overview shows, and where the feed stood. */
    record Found(String epoch, long offset, List<Stored> sessions) {}

    /** Takes a connection for some work on one state of the database, which is over when the Uni it answers is. */
    <T> Uni<T> snapshot(Function<Snapshot, Uni<T>> work) {
        return PgSnapshot.read(pool, connection -> work.apply(new Snapshot(connection)));
    }

    /** One state of the database. */
    static final class Snapshot {

        private final SqlConnection connection;

        private Snapshot(SqlConnection connection) {
            this.connection = connection;
        }

        /** Active sessions first, then those created last. */
        Uni<Found> sessions(int most) {
            return connection.preparedQuery(SESSIONS).execute(Tuple.of(most)).map(PgDrawdowns::found);
        }

        /** What {@link SessionDrawdown#take} wants, for each of these in their order. */
        Uni<List<List<Stretch>>> stretches(List<SessionDrawdown> due) {
            return connection
                    .preparedQuery(STRETCHES)
                    .execute(Tuple.of(
                            due.stream().map(one -> one.session().botId()).toArray(String[]::new),
                            due.stream().map(one -> one.session().sessionId()).toArray(String[]::new),
                            due.stream().map(SessionDrawdown::after).toArray(Long[]::new),
                            due.stream().map(SessionDrawdown::expected).toArray(Long[]::new)))
                    .map(rows -> byPlace(due.size(), rows));
        }
    }

    private static Found found(RowSet<Row> rows) {
        Row first = rows.iterator().next();
        // The one row of a database without sessions has the head of the feed alone.
        List<Stored> sessions = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getLong("id") != null)
                .map(PgDrawdowns::session)
                .toList();
        return new Found(first.getString("epoch"), first.getLong("feed_offset"), sessions);
    }

    private static Stored session(Row row) {
        long archived = row.getLong("archived_rounds");
        return new Stored(
                row.getLong("id"),
                row.getString("bot_id"),
                row.getString("session_id"),
                Math.max(0, row.getInteger("total_rounds") - archived),
                new Removed(row.getLocalDate("archived_before"), archived),
                row.getBoolean("has_profit"));
    }

    private static List<List<Stretch>> byPlace(int places, RowSet<Row> rows) {
        List<List<Stretch>> found = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            found.add(new ArrayList<>());
        }
        rows.forEach(row -> found.get(row.getLong("place").intValue() - 1).add(stretch(row)));
        return found;
    }

    private static Stretch stretch(Row row) {
        return new Stretch(
                row.getLong("rank"),
                row.getLong("round_number"),
                row.getBigDecimal("equity"),
                row.getBigDecimal("highest"),
                row.getBigDecimal("lowest"),
                row.getBigDecimal("depth"));
    }
}
