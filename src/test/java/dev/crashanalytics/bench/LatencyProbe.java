package dev.crashanalytics.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One bot that sends one round at a time and waits for its ack, beside a bare INSERT..COMMIT of the same rounds:
 * prepared, autocommit, one connection, no analytics rows. The two take turns, so that whatever else the machine
 * does hits both. Runs as a process of its own: {@code LatencyProbe port=.. jdbc=.. user=.. password=..
 * prefix=ack rounds=10000}; the copies of the tables must exist. The first rounds of each warm it up and are not
 * counted.
 */
public final class LatencyProbe {

    private static final int TURN = 500;
    private static final int WARM_UP_TURNS = 4;
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Arguments arguments;
    private final RoundStream bareRounds;
    private final RoundJson sentRounds;
    private final Histogram bare = new Histogram(HIGHEST_NANOS, 3);
    private final Histogram acked = new Histogram(HIGHEST_NANOS, 3);

    private LatencyProbe(Arguments arguments) {
        Workload workload = new Workload(arguments.text("prefix", "ack"), 1, arguments.number("rounds", 10_000));
        this.arguments = arguments;
        this.bareRounds = workload.stream(0);
        this.sentRounds = new RoundJson(workload.stream(0));
    }

    /** Prints one line a histogram, in microseconds. */
    public static void main(String[] args) throws Exception {
        new LatencyProbe(new Arguments(args)).run();
    }

    private void run() throws IOException, SQLException {
        int turns = arguments.number("rounds", 10_000) / TURN;
        boolean withServer = arguments.port() > 0;
        try (Connection connection = arguments.connect();
                PreparedStatement insert = connection.prepareStatement(CeilingSql.INSERT_ONE_ROUND);
                StreamConnection stream =
                        withServer ? StreamConnection.open(arguments.host(), arguments.port()) : null) {
            for (int turn = 0; turn < turns; turn++) {
                if (turn == WARM_UP_TURNS) {
                    bare.reset();
                    acked.reset();
                }
                insertOneByOne(insert);
                if (withServer) {
                    sendOneByOne(stream);
                }
            }
        }
        print("bare", bare);
        print("acked", acked);
    }

    private void sendOneByOne(StreamConnection stream) throws IOException {
        for (int i = 0; i < TURN; i++) {
            ByteBuffer frame = Frames.of(sentRounds, 1, 1);
            long expected = stream.acks() + 1;
            long start = System.nanoTime();
            stream.send(frame);
            while (stream.hasUnsent()) {
                stream.write();
            }
            while (stream.acks() < expected) {
                stream.read();
            }
            acked.recordValue(System.nanoTime() - start);
        }
    }

    private void insertOneByOne(PreparedStatement insert) throws SQLException {
        for (int i = 0; i < TURN; i++) {
            bareRounds.next();
            bind(insert);
            long start = System.nanoTime();
            insert.executeUpdate();
            bare.recordValue(System.nanoTime() - start);
        }
    }

    private void bind(PreparedStatement insert) throws SQLException {
        BigDecimal cashout = bareRounds.isWin() ? cents(RoundStream.TARGET) : null;
        BigDecimal crash = cents(bareRounds.crash());
        BigDecimal profit = cents(bareRounds.profit());
        int column = 0;
        insert.setString(++column, bareRounds.botId());
        insert.setString(++column, bareRounds.sessionId());
        insert.setLong(++column, bareRounds.roundNumber());
        insert.setBigDecimal(++column, cents(RoundStream.STAKE));
        insert.setBigDecimal(++column, crash);
        insert.setBigDecimal(++column, cashout);
        insert.setBigDecimal(++column, cashout == null ? crash : cashout);
        insert.setBigDecimal(++column, cashout == null ? null : cents(RoundStream.STAKE * RoundStream.TARGET / 100));
        insert.setBigDecimal(++column, profit);
        insert.setBigDecimal(++column, cents(bareRounds.balanceBefore()));
        insert.setBigDecimal(++column, cents(bareRounds.balanceAfter()));
        insert.setBigDecimal(++column, cents(bareRounds.profit() * 10_000 / RoundStream.STAKE));
        insert.setString(++column, crash + "x");
        insert.setBigDecimal(++column, cents(bareRounds.confidence()));
        insert.setString(++column, bareRounds.isWin() ? "WIN" : "LOSS");
        insert.setString(
                ++column, "{\"strategy\":\"compound_1.33x\",\"prediction_correct\":%b}".formatted(bareRounds.isWin()));
    }

    private static BigDecimal cents(long value) {
        return BigDecimal.valueOf(value, 2);
    }

    private static void print(String name, Histogram histogram) {
        System.out.printf(
                Locale.ROOT,
                "latency name=%s samples=%d p50=%.1f p99=%.1f max=%.1f%n",
                name,
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getMaxValue() / 1e3);
    }
}
