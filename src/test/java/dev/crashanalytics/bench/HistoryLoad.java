package dev.crashanalytics.bench;

import dev.crashanalytics.rollup.HistogramChunk;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills the server's tables with a {@link History}, with rows, sums, histograms and sessions that agree: by SQL, on two
 * connections, the indexes made afterwards. The tables that grow with rounds must be empty, and nobody may log meanwhile.
 */
final class HistoryLoad {

    private static final int CONNECTIONS = 2;

    /** Rounds of one transaction, about. */
    private static final long CHUNK = 70_000;

    /** Sorts of a chunk fit into it, and of what becomes an index mostly. */
    private static final String MEMORY = "SET work_mem = '64MB'; SET maintenance_work_mem = '512MB'";

    private final BenchServer server;
    private final History history;

    HistoryLoad(BenchServer server, History history) {
        this.server = server;
        this.history = history;
    }

    /** A connection's share of the work. */
    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    /** Fills the tables and returns how long it took, statistics of the planner included. */
    Elapsed run() throws Exception {
        Elapsed start = Elapsed.now();
        HistoryIndexes indexes;
        try (Connection connection = server.connect()) {
            indexes = new HistoryIndexes(connection);
            indexes.drop(connection);
            try (PreparedStatement bots = connection.prepareStatement(HistorySql.REGISTER_BOTS)) {
                bots.setInt(1, History.BOTS);
                bots.executeUpdate();
            }
        }
        inParallel(chunks());
        List<Work> rest = new ArrayList<>();
        indexes.creations().forEach(sql -> rest.add(statement(sql)));
        rest.add(statement(HistorySql.SUM_UP));
        rest.add(statement(HistorySql.SUM_UP_CRASHES));
        rest.add(statement(HistorySql.SUM_SIGNALS));
        inParallel(rest);
        inParallel(List.of(statement("VACUUM (ANALYZE)")));
        inParallel(List.of(statement("CHECKPOINT")));
        return Elapsed.since(start);
    }

    private List<Work> chunks() {
        int days = (int) Math.max(1, CHUNK * History.DAYS / history.rounds());
        List<Work> chunks = new ArrayList<>();
        for (int day = 0; day < History.DAYS; day += days) {
            int from = day;
            int to = Math.min(History.DAYS, day + days);
            chunks.add(connection -> store(connection, from, to));
        }
        return chunks;
    }

    private void store(Connection connection, int fromDay, int toDay) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement plain = connection.createStatement()) {
            // What is drawn depends on the days alone, not on who draws it when.
            plain.execute("SELECT setseed(%f)".formatted((double) fromDay / History.DAYS));
            long commit = nextCommit(plain);
            stageRounds(connection, commit, fromDay, toDay);
            plain.executeUpdate(HistorySql.STORE_ROUNDS);
            plain.executeUpdate(HistorySql.STORE_MULTIPLIERS);
            plain.executeUpdate(HistorySql.STORE_OUTCOMES);
            plain.executeUpdate(HistorySql.STORE_SIGNALS);
            plain.executeUpdate(HistorySql.STORE_SESSIONS);
            storeSums(connection);
            try (PreparedStatement offsets = connection.prepareStatement(HistorySql.TAKE_OFFSETS)) {
                offsets.setLong(1, commit);
                offsets.executeUpdate();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static long nextCommit(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT nextval('commits_commit_id_seq')")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void stageRounds(Connection connection, long commit, int fromDay, int toDay) throws SQLException {
        try (PreparedStatement rounds = connection.prepareStatement(HistorySql.STAGE_ROUNDS)) {
            rounds.setLong(1, commit);
            rounds.setLong(2, history.roundsOfABot());
            rounds.setLong(3, History.DAYS);
            rounds.setInt(4, History.BOTS);
            rounds.setDate(5, Date.valueOf(history.firstDay()));
            rounds.setInt(6, fromDay);
            rounds.setInt(7, toDay);
            rounds.executeUpdate();
        }
    }

    private void storeSums(Connection connection) throws SQLException {
        Date live = Date.valueOf(history.firstLiveDay());
        try (PreparedStatement sums = connection.prepareStatement(HistorySql.STORE_SUMS);
                PreparedStatement crashes = connection.prepareStatement(HistorySql.STORE_CRASHES)) {
            sums.setDate(1, live);
            sums.executeUpdate();
            crashes.setArray(1, connection.createArrayOf("bigint", HistogramChunk.lowerEdges()));
            crashes.setDate(2, live);
            crashes.executeUpdate();
        }
    }

    private static Work statement(String sql) {
        return connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        };
    }

    /** Every connection takes the next piece of work that is left, in their order. */
    private void inParallel(Collection<Work> all) throws Exception {
        Queue<Work> left = new ConcurrentLinkedQueue<>(all);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Void>> workers = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                workers.add(() -> workOff(left));
            }
            for (Future<Void> worker : threads.invokeAll(workers)) {
                worker.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private Void workOff(Queue<Work> left) throws SQLException {
        try (Connection connection = server.connect()) {
            statement(MEMORY).run(connection);
            statement(HistorySql.CREATE_STAGING).run(connection);
            for (Work work = left.poll(); work != null; work = left.poll()) {
                work.run(connection);
            }
        }
        return null;
    }
}
