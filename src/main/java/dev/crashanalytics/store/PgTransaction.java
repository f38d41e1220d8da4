package dev.crashanalytics.store;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.SessionFact;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.round.SignalFact;
import dev.crashanalytics.store.PgSessions.Opening;
import dev.crashanalytics.store.SessionCache.CachedView;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * One ingest transaction, in two round trips: lock the sessions and read what the entries meet there, decide in memory,
 * write everything and commit. A third one comes between where sessions have to be created. Since every writer holds the
 * locks of its sessions, what was read stays true until the commit, and no statement meets a conflict.
 *
 * <p>Rounds that follow on what this connection stored last are decided from memory and take one round trip; should
 * anything have changed since, the guard ends the transaction and it runs anew, from the tables.
 */
final class PgTransaction {

    private final SqlConnection connection;
    private final PgBatchIds ids;
    private final List<Entry> entries;
    private final BatchKeys keys;
    private final SessionCache cache;
    private final int stripe;
    private final Set<SessionKey> created = new HashSet<>();
    private final OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    private BatchView view = new BatchView();
    private long commitId;

    PgTransaction(SqlConnection connection, int stripe, PgBatchIds ids, SessionCache cache, List<Entry> entries) {
        this.connection = connection;
        this.stripe = stripe;
        this.ids = ids;
        this.cache = cache;
        this.entries = entries;
        this.keys = BatchKeys.of(entries);
    }

    /** Runs it; fails with {@link CommitInDoubt} where only the answer to COMMIT is missing. */
    Future<List<Receipt>> run() {
        Optional<CachedView> cached = ids.sufficeFor(keys.newRounds) ? cache.view(entries, now) : Optional.empty();
        return cached.isPresent() ? runFromMemory(cached.get()) : runFromTables();
    }

    private Future<List<Receipt>> runFromMemory(CachedView cached) {
        view = cached.view();
        commitId = ids.nextCommit();
        return (entries.size() == 1 ? storeAlone(cached) : storeGuarded(cached)).recover(failure -> {
            if (!PgGuard.hasCaught(failure)) {
                return Future.failedFuture(failure);
            }
            cache.clear();
            return runFromTablesAfterAll();
        });
    }

    private Future<List<Receipt>> runFromTablesAfterAll() {
        view = new BatchView();
        return runFromTables();
    }

    private Future<List<Receipt>> storeAlone(CachedView cached) {
        Plan plan = plan();
        if (plan.writes().isEmpty()) {
            // Refused for what is remembered: the guard, which would tell whether it still holds, comes with the
            // writes.
            return runFromTablesAfterAll();
        }
        Future<RowSet<Row>> stored = PgLoneRound.store(connection, plan.writes(), cached);
        boolean sent = !stored.failed();
        return stored.transform(ended -> conclude(plan, stored, !sent || isUndone(stored.cause())));
    }

    private Future<List<Receipt>> storeGuarded(CachedView cached) {
        connection.query("BEGIN").execute();
        return decideAndWrite(Future.succeededFuture(), PgGuard.check(connection, cached));
    }

    private Future<List<Receipt>> runFromTables() {
        cache.forget(keys.sessions);
        return decideAndWrite(read().compose(read -> createMissing()), Future.succeededFuture());
    }

    /** Only the writing leaves anything in doubt; whatever fails before it is rolled back. */
    private Future<List<Receipt>> decideAndWrite(Future<Void> ready, Future<RowSet<Row>> guard) {
        return ready.map(read -> plan()).recover(this::rollBack).compose(plan -> write(plan, guard));
    }

    private Future<Void> read() {
        List<Future<?>> statements = new ArrayList<>(ids.refillCommits(connection));
        statements.add(connection.query("BEGIN").execute());
        statements.addAll(ids.refill(connection, keys));
        // Sessions before bots, always: cleanup locks them in that order too.
        statements.add(lockSessions(keys.sessions));
        if (!keys.lonelyBots.isEmpty()) {
            statements.add(PgSessions.registerBots(connection, keys.lonelyBots));
        }
        if (!keys.games.isEmpty()) {
            statements.add(PgPlatforms.ofGames(connection, keys.games)
                    .onSuccess(rows -> rows.forEach(
                            row -> view.addPlatform(row.getString(0), row.getString(1), row.getString(2)))));
        }
        readRounds(statements);
        keys.events.forEach((table, events) -> statements.add(PgEvents.lookUp(connection, table, events)
                .onSuccess(rows -> rows.forEach(row -> view.add(PgEvents.read(table, row))))));
        return all(statements);
    }

    private Future<RowSet<Row>> lockSessions(Set<SessionKey> sessions) {
        return PgSessions.lock(connection, sessions)
                .onSuccess(rows -> rows.forEach(row -> view.add(PgSessions.read(row, created::contains))));
    }

    private void readRounds(List<Future<?>> statements) {
        if (!keys.rounds.isEmpty()) {
            statements.add(PgRounds.lookUp(connection, keys.rounds)
                    .onSuccess(rows -> rows.forEach(row -> view.add(PgRounds.read(row)))));
        }
    }

    /** Registers bots and opens sessions nobody did, then locks them like the others. */
    private Future<Void> createMissing() {
        commitId = ids.nextCommit();
        cache.keepPlatforms(entries, view);
        Map<SessionKey, Opening> openings = openings();
        if (openings.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<String, String> bots = new TreeMap<>();
        openings.keySet().forEach(key -> bots.put(key.botId(), key.sessionId()));
        List<Future<?>> statements = new ArrayList<>();
        statements.add(PgSessions.registerBots(connection, bots));
        statements.add(PgSessions.create(connection, List.copyOf(openings.values()), commitId)
                .onSuccess(created::addAll));
        statements.add(lockSessions(openings.keySet()));
        // Another connection may have created them meanwhile, and stored rounds there.
        readRounds(statements);
        return all(statements);
    }

    private Map<SessionKey, Opening> openings() {
        Map<SessionKey, Opening> openings = new TreeMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Round round) {
                addOpening(round.key().session(), round.facts().text(RoundFact.GAME_NAME), openings);
            } else if (entry instanceof Entry.SessionStart start) {
                addOpening(start.key(), start.facts().text(SessionFact.GAME_NAME), openings);
            } else if (entry instanceof Entry.Multiplier multiplier) {
                Facts<MultiplierFact> facts = multiplier.facts();
                addOpening(multiplier.key().session(), facts.text(MultiplierFact.GAME_NAME), openings);
            } else if (entry instanceof Entry.Signal signal) {
                addOpening(signal.key().session(), signal.facts().text(SignalFact.GAME_NAME), openings);
            }
        }
        return openings;
    }

    private void addOpening(SessionKey key, String game, Map<SessionKey, Opening> openings) {
        if (view.session(key) == null && game != null && view.isKnownGame(game)) {
            openings.putIfAbsent(key, new Opening(key, game, now));
        }
    }

    /** What is to be written, and what each entry is then answered. */
    private record Plan(PgWrites writes, List<LongFunction<Receipt>> answers) {}

    private Plan plan() {
        PgWrites writes = new PgWrites(commitId, stripe);
        return new Plan(writes, new BatchPlan(new BatchContext(view, writes, ids, now)).plan(entries));
    }

    private Future<List<Receipt>> write(Plan plan, Future<RowSet<Row>> guard) {
        if (plan.writes().isEmpty()) {
            Future<RowSet<Row>> ended = connection.query("ROLLBACK").execute();
            return guard.compose(held -> ended).map(done -> receipts(plan.answers(), 0));
        }
        List<Future<RowSet<Row>>> statements = new ArrayList<>(List.of(guard));
        statements.addAll(plan.writes().write(connection));
        // What the client itself cannot send fails at once; the rest must then not be committed without it.
        boolean sent = statements.stream().noneMatch(Future::failed);
        Future<RowSet<Row>> commit =
                connection.query(sent ? "COMMIT" : "ROLLBACK").execute();
        return Future.join(statements).eventually(() -> commit).transform(ended -> {
            Throwable failure = firstFailure(statements);
            Future<RowSet<Row>> stored = failure != null
                    ? Future.failedFuture(failure)
                    : commit.compose(committed -> statements.get(statements.size() - 1));
            return conclude(plan, stored, !sent || failure instanceof PgException);
        });
    }

    /**
     * What the transaction has come to.
     *
     * @param stored the answer to the statement that took the offsets
     * @param undone whether a failure is certain: then nothing is stored
     */
    private Future<List<Receipt>> conclude(Plan plan, Future<RowSet<Row>> stored, boolean undone) {
        if (stored.succeeded()) {
            Row committed = stored.result().iterator().next();
            remember(plan.writes(), committed);
            return Future.succeededFuture(receipts(plan.answers(), committed.getLong(0)));
        }
        return Future.failedFuture(
                undone ? stored.cause() : new CommitInDoubt(commitId, plan.answers(), stored.cause()));
    }

    /**
     * Whether an error tells that a statement that is its own transaction is undone. Class 57P ends the connection of a
     * server that stops, and that may come after the commit.
     */
    private static boolean isUndone(Throwable failure) {
        return failure instanceof PgException error && !error.getSqlState().startsWith("57P");
    }

    private void remember(PgWrites writes, Row committed) {
        if (writes.leavesSessionsAsPlanned()) {
            writes.sessions.forEach(session -> session.settle(committed.getLong(0), committed.getLong(1)));
            cache.keep(writes.sessions);
        }
    }

    private <T> Future<T> rollBack(Throwable cause) {
        return connection.query("ROLLBACK").execute().transform(ended -> Future.failedFuture(cause));
    }

    private static List<Receipt> receipts(List<LongFunction<Receipt>> answers, long firstOffset) {
        List<Receipt> receipts = new ArrayList<>(answers.size());
        answers.forEach(answer -> receipts.add(answer.apply(firstOffset)));
        return receipts;
    }

    /** Waits for all of them; fails with the first failure in the order they were sent: the later ones follow from it. */
    private static Future<Void> all(List<Future<?>> statements) {
        return Future.join(statements).transform(ended -> {
            Throwable failure = firstFailure(statements);
            return failure == null ? Future.succeededFuture() : Future.failedFuture(failure);
        });
    }

    private static Throwable firstFailure(List<? extends Future<?>> statements) {
        for (Future<?> statement : statements) {
            if (statement.failed()) {
                return statement.cause();
            }
        }
        return null;
    }
}
