package dev.crashanalytics.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The ids of everything a transaction inserts. For one thread. */
final class PgBatchIds {

    private final PgIds commits = PgIds.ofBusy("commits_commit_id_seq");
    private final PgIds rounds = PgIds.ofBusy("crash_game_rounds_id_seq");
    private final Map<EventTable, PgIds> events = new EnumMap<>(EventTable.class);

    PgBatchIds() {
        for (EventTable table : EventTable.values()) {
            events.put(table, PgIds.ofQuiet(table.sequence()));
        }
    }

    /**
     * Makes sure that there is a commit id. To be called outside of a transaction: a sequence forgets what it gave to one
     * that a crash undoes, and the id of a commit in doubt must never be given to another.
     */
    List<Future<RowSet<Row>>> refillCommits(SqlConnection connection) {
        return commits.refill(connection, 1).map(List::of).orElse(List.of());
    }

    /** Makes sure that there are enough other ids for a transaction. */
    List<Future<RowSet<Row>>> refill(SqlConnection connection, BatchKeys keys) {
        List<Future<RowSet<Row>>> statements = new ArrayList<>(0);
        rounds.refill(connection, keys.newRounds).ifPresent(statements::add);
        keys.newEvents.forEach(
                (table, count) -> events.get(table).refill(connection, count).ifPresent(statements::add));
        return statements;
    }

    /** Whether a transaction of nothing but rounds needs no more than are at hand. */
    boolean sufficeFor(int newRounds) {
        return commits.hasAtLeast(1) && rounds.hasAtLeast(newRounds);
    }

    long nextCommit() {
        return commits.next();
    }

    long nextRound() {
        return rounds.next();
    }

    long next(EventTable table) {
        return events.get(table).next();
    }
}
