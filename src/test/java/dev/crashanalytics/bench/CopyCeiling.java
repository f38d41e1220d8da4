package dev.crashanalytics.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The ceiling: the rounds of a workload by COPY into a staging table and INSERT..SELECT into copies of the
 * server's tables, 1,000 rounds a transaction. Runs as a process of its own:
 * {@code CopyCeiling jdbc=.. user=.. password=.. connections=1 rounds=200000 order=bot}. The lines to copy are
 * made before the clock starts, bot after bot ({@code order=bot}, the kindest to the indexes) or the bots taking
 * turns as their rounds would arrive ({@code order=arrival}).
 */
public final class CopyCeiling {

    private static final int ROUNDS_A_TRANSACTION = 1_000;

    private final Arguments arguments;
    private final Workload workload;
    private final int connections;
    private final boolean botAfterBot;

    private CopyCeiling(Arguments arguments) {
        this.arguments = arguments;
        this.workload = arguments.workload();
        this.connections = arguments.number("connections", 1);
        this.botAfterBot = arguments.text("order", "bot").equals("bot");
    }

    /** Prints one {@link Arguments#result result line}. */
    public static void main(String[] args) throws Exception {
        new CopyCeiling(new Arguments(args)).run();
    }

    private void run() throws Exception {
        List<List<byte[]>> shares = shares();
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                open.add(connect());
            }
            Arguments.result(workload.rounds(), copyAll(open, shares));
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    /** Every connection commits its share at the same time; returns the time from the first byte to the last commit. */
    private Elapsed copyAll(List<Connection> open, List<List<byte[]>> shares) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<Void>> copies = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                Connection connection = open.get(i);
                List<byte[]> transactions = shares.get(i);
                copies.add(() -> copyShare(connection, transactions));
            }
            Elapsed start = Elapsed.now();
            for (Future<Void> copy : threads.invokeAll(copies)) {
                copy.get();
            }
            return Elapsed.since(start);
        } finally {
            threads.shutdown();
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = arguments.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute(CeilingSql.CREATE_STAGING);
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** For each connection the transactions it commits; every bot belongs to one connection. */
    private List<List<byte[]>> shares() {
        List<List<byte[]>> shares = new ArrayList<>();
        for (int connection = 0; connection < connections; connection++) {
            List<RoundCopy> bots = new ArrayList<>();
            for (int bot = connection; bot < workload.bots(); bot += connections) {
                bots.add(new RoundCopy(workload.stream(bot)));
            }
            shares.add(transactions(bots));
        }
        return shares;
    }

    private List<byte[]> transactions(List<RoundCopy> bots) {
        List<byte[]> transactions = new ArrayList<>();
        Bytes lines = new Bytes(1 << 20);
        int total = bots.size() * workload.roundsPerBot();
        for (int i = 0; i < total; i++) {
            RoundCopy bot = bots.get(botAfterBot ? i / workload.roundsPerBot() : i % bots.size());
            bot.appendNext(lines, i % ROUNDS_A_TRANSACTION);
            if (i % ROUNDS_A_TRANSACTION == ROUNDS_A_TRANSACTION - 1 || i == total - 1) {
                transactions.add(lines.copy());
                lines.clear();
            }
        }
        return transactions;
    }

    private Void copyShare(Connection connection, List<byte[]> transactions) throws SQLException {
        try (PreparedStatement rounds = connection.prepareStatement(CeilingSql.INSERT_ROUNDS);
                PreparedStatement multipliers = connection.prepareStatement(CeilingSql.INSERT_MULTIPLIERS);
                PreparedStatement outcomes = connection.prepareStatement(CeilingSql.INSERT_OUTCOMES)) {
            PGConnection pg = connection.unwrap(PGConnection.class);
            long commitId = 0;
            for (byte[] lines : transactions) {
                CopyIn copy = pg.getCopyAPI().copyIn(CeilingSql.COPY_STAGING);
                copy.writeToCopy(lines, 0, lines.length);
                copy.endCopy();
                rounds.setLong(1, ++commitId);
                rounds.executeUpdate();
                multipliers.executeUpdate();
                outcomes.executeUpdate();
                connection.commit();
            }
        }
        return null;
    }
}
