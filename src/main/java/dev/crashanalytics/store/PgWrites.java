package dev.crashanalytics.store;

import dev.crashanalytics.rollup.RoundRollups;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.store.PgLogs.NewError;
import dev.crashanalytics.store.PgLogs.NewOcr;
import dev.crashanalytics.store.PgMultipliers.NewMultiplier;
import dev.crashanalytics.store.PgOutcomes.LateRounds;
import dev.crashanalytics.store.PgOutcomes.Replacement;
import dev.crashanalytics.store.PgSignals.NewSignal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows one transaction writes, and the statements that write them. Used by one thread. */
final class PgWrites {

    /** Rows after the last late round whose streaks are computed anew; a reconciliation does the rest. */
    private static final int REVISED_ROWS = 1_000;

    /** Late rounds further apart than this are not bridged in full: the stretch is cut here. */
    private static final int LONGEST_STRETCH = 100_000;

    final long commitId;
    final RoundRollups rollups = new RoundRollups();
    final List<RoundState> rounds = new ArrayList<>();
    final List<NewSignal> signals = new ArrayList<>();
    final List<NewError> errors = new ArrayList<>();
    final List<NewOcr> readings = new ArrayList<>();
    final Set<SessionState> sessions = new HashSet<>();
    /** Sessions that were created before their entries were looked at, and are not to be. */
    final Set<SessionKey> unopened = new HashSet<>();
    /** Rounds that early rows may wait for. */
    final Set<RoundKey> linked = new HashSet<>();
    /** Rounds whose signals may have got their answer. */
    final Set<RoundKey> evaluated = new HashSet<>();
    /** Rounds for which a crash was stated apart from them. */
    final Set<RoundKey> crashed = new HashSet<>();
    /** Outcomes to be written anew, the last of a round standing. */
    final Map<RoundKey, Replacement> outcomes = new LinkedHashMap<>();

    /** Ids that only the database knows, once the statements have run. */
    final Map<MultiplierKey, Long> multiplierIds = new HashMap<>();

    final Map<RoundKey, Long> outcomeIds = new HashMap<>();

    private final List<NewMultiplier> ticks = new ArrayList<>();
    /** Crash and cash-out rows; the last of a round stands. One statement can replace a row once, so each list is one. */
    private final List<Map<MultiplierKey, NewMultiplier>> marks = new ArrayList<>();

    private final Map<SessionKey, long[]> lateRounds = new HashMap<>();
    private final int stripe;
    private final List<SessionEvent> sessionEvents = new ArrayList<>();
    private int positions;

    /**
     * The writes of one transaction.
     *
     * @param stripe of the rollups that have stripes, the connection's own
     */
    PgWrites(long commitId, int stripe) {
        this.commitId = commitId;
        this.stripe = stripe;
    }

    /** A round's crash row or its cash-out row. */
    record MultiplierKey(RoundKey round, boolean isCrash) {}

    /** The next place in the feed. */
    int nextPosition() {
        return positions++;
    }

    /** Publishes something of a session, at the next place in the feed. */
    FeedPosition publish(SessionKey session, SessionEvent.Kind kind) {
        int position = nextPosition();
        sessionEvents.add(new SessionEvent(session, kind, position));
        return new FeedPosition(commitId, position);
    }

    List<SessionEvent> sessionEvents() {
        return sessionEvents;
    }

    int stripe() {
        return stripe;
    }

    /** How many places in the feed are taken. */
    int positions() {
        return positions;
    }

    void addTick(NewMultiplier tick) {
        ticks.add(tick);
    }

    void addMark(MultiplierKey key, NewMultiplier mark) {
        for (Map<MultiplierKey, NewMultiplier> statement : marks) {
            if (statement.putIfAbsent(key, mark) == null) {
                return;
            }
        }
        marks.add(new LinkedHashMap<>(Map.of(key, mark)));
    }

    /** The streak of this round, and of those after it, is to be computed anew. */
    void addLate(RoundKey key) {
        lateRounds.merge(key.session(), new long[] {key.roundNumber(), key.roundNumber()}, (known, late) ->
                new long[] {Math.min(known[0], late[0]), Math.max(known[1], late[1])});
    }

    boolean isEmpty() {
        return positions == 0 && sessions.isEmpty() && outcomes.isEmpty() && readings.isEmpty();
    }

    /** Whether the sessions are, in memory, what their rows will be: no statement of this changes them further. */
    boolean leavesSessionsAsPlanned() {
        return linked.isEmpty() && crashed.isEmpty() && evaluated.isEmpty() && lateRounds.isEmpty();
    }

    /** Sends every statement at once, in the order in which they build on each other, the taking of offsets last. */
    List<Future<RowSet<Row>>> write(SqlConnection connection) {
        List<Future<RowSet<Row>>> statements = new ArrayList<>();
        if (!rounds.isEmpty()) {
            statements.add(PgRounds.insert(connection, rounds, commitId));
        }
        writeMultipliers(connection, statements);
        if (!signals.isEmpty()) {
            statements.add(PgSignals.insert(connection, signals, commitId, stripe));
        }
        if (!unopened.isEmpty()) {
            statements.add(PgSessions.remove(connection, unopened));
        }
        if (!sessions.isEmpty()) {
            statements.add(PgSessions.update(connection, List.copyOf(sessions)));
        }
        if (!rounds.isEmpty()) {
            statements.addAll(PgRollups.add(connection, rollups, stripe));
        }
        if (!errors.isEmpty()) {
            statements.add(PgLogs.insertErrors(connection, errors, commitId));
        }
        if (!readings.isEmpty()) {
            statements.add(PgLogs.insertOcr(connection, readings));
        }
        writeConsequences(connection, statements);
        statements.add(PgFeed.takeOffsets(connection, this));
        return statements;
    }

    private void writeMultipliers(SqlConnection connection, List<Future<RowSet<Row>>> statements) {
        if (!ticks.isEmpty()) {
            statements.add(PgMultipliers.insert(connection, ticks, commitId));
        }
        for (Map<MultiplierKey, NewMultiplier> statement : marks) {
            List<NewMultiplier> rows = List.copyOf(statement.values());
            statements.add(PgMultipliers.keepReplaced(connection, rows));
            statements.add(PgMultipliers.insert(connection, rows, commitId)
                    .onSuccess(inserted -> inserted.forEach(row ->
                            multiplierIds.put(new MultiplierKey(roundKey(row), row.getBoolean(3)), row.getLong(5)))));
        }
    }

    private void writeConsequences(SqlConnection connection, List<Future<RowSet<Row>>> statements) {
        if (!linked.isEmpty()) {
            statements.add(PgMultipliers.link(connection, linked));
            crashed.addAll(linked);
        }
        if (!crashed.isEmpty()) {
            statements.add(PgCrashFill.fill(connection, crashed, stripe));
            crashed.forEach(key -> outcomes.putIfAbsent(key, Replacement.DERIVED));
            evaluated.addAll(crashed);
        }
        if (!evaluated.isEmpty()) {
            statements.add(PgSignals.evaluate(connection, evaluated, stripe));
        }
        if (!outcomes.isEmpty()) {
            statements.add(PgOutcomes.replace(connection, outcomes)
                    .onSuccess(rows -> rows.forEach(row -> outcomeIds.put(roundKey(row), row.getLong(3)))));
        }
        if (!lateRounds.isEmpty()) {
            statements.add(PgOutcomes.reviseStreaks(connection, stretches()));
        }
    }

    private List<LateRounds> stretches() {
        List<LateRounds> stretches = new ArrayList<>();
        lateRounds.forEach((session, bounds) -> {
            long span = Math.min(bounds[1] - bounds[0] + 1, LONGEST_STRETCH);
            stretches.add(new LateRounds(session.botId(), session.sessionId(), bounds[0], (int) span + REVISED_ROWS));
        });
        return stretches;
    }

    private static RoundKey roundKey(Row row) {
        return new RoundKey(row.getString(0), row.getString(1), row.getLong(2));
    }
}
