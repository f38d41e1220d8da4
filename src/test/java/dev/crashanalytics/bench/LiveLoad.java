package dev.crashanalytics.bench;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Subscribers of one session and the bot that plays it, in one process, so that both read the same clock. {@code LiveLoad
 * port=8080 prefix=live subscribers=1000 rates=20,40 warm-up=2 seconds=5 jdbc=.. user=.. password=..}: at each rate of rounds a
 * second a line when the measurement begins, one when it ends, and its result. Without {@code jdbc} the time since the
 * commit is not known. It ends before its rates do where its standard input does. With
 * {@code seconds=0} a measurement lasts until then. {@code topic=..} watches what another process publishes, and logs nothing.
 */
public final class LiveLoad implements Closeable {

    private static final long DRAIN_NANOS = 5_000_000_000L;
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Arguments arguments;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Receipts receipts = new Receipts();
    private final WatchedSession session;
    private final Subscribers subscribers;

    private LiveLoad(Arguments arguments) throws IOException {
        this.arguments = arguments;
        String topic = arguments.text("topic", "");
        session = topic.isEmpty()
                ? new WatchedSession(
                        arguments.host(), arguments.port(), new Workload(arguments.text("prefix", "live"), 1, 1))
                : null;
        subscribers = new Subscribers(
                arguments.host(),
                arguments.port(),
                session == null ? topic : session.topic(),
                arguments.number("subscribers", 1_000),
                receipts);
    }

    /** Exits with 1 where a subscriber is sent anything unexpected, or a round is not acknowledged. */
    public static void main(String[] args) throws Exception {
        Arguments arguments = new Arguments(args);
        try (LiveLoad load = new LiveLoad(arguments)) {
            load.awaitStop();
            System.out.println("ready=1");
            int[] rates = Arrays.stream(arguments.text("rates", "20").split(","))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            for (int rate : rates) {
                load.measure(rate, arguments.number("warm-up", 2), arguments.number("seconds", 5));
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (session != null) {
            session.close();
        }
        subscribers.close();
    }

    private void awaitStop() {
        Thread thread = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // what it says does not matter
                }
            } catch (IOException e) {
                // the parent is gone
            }
            stopped.countDown();
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void measure(int rate, int warmUp, int seconds) throws IOException, SQLException {
        if (session != null) {
            session.rate(rate);
        }
        readUntil(after(warmUp));
        if (isStopped() && seconds > 0) {
            return;
        }
        System.out.println("measuring=" + rate);
        receipts.restart();
        int first = session == null ? 0 : session.sent();
        Elapsed start = Elapsed.now();
        readUntil(seconds > 0 ? after(seconds) : () -> false);
        Elapsed elapsed = Elapsed.since(start);
        if (isStopped() && seconds > 0) {
            return;
        }
        System.out.println("measured=" + rate);
        String counted = String.format(
                Locale.ROOT,
                "seconds=%.3f events=%d bytes=%d missed=%d",
                elapsed.nanos() / 1e9,
                receipts.events(),
                receipts.bytes(),
                receipts.missed());
        int last = session == null ? 0 : session.sent();
        int acked = session == null ? 0 : session.acked();
        drain();
        System.out.println("result=" + rate + " " + counted + " rounds=" + (last - first) + " unacked=" + (last - acked)
                + (session == null ? "" : latencies(first, last)));
    }

    /** Until all that was logged has arrived, or no more comes. */
    private void drain() throws IOException {
        if (session == null) {
            return;
        }
        session.rate(0);
        long end = System.nanoTime() + DRAIN_NANOS;
        subscribers.readUntil(() -> System.nanoTime() > end || session.acked() == session.sent());
        long[] seen = {-1, System.nanoTime()};
        subscribers.readUntil(() -> {
            if (receipts.events() != seen[0]) {
                seen[0] = receipts.events();
                seen[1] = System.nanoTime();
            }
            return System.nanoTime() > end || System.nanoTime() - seen[1] > 300_000_000;
        });
    }

    /** Of the rounds sent meanwhile: the microseconds from sending, from the commit, and from the ack, to each receipt. */
    private String latencies(int first, int last) throws SQLException {
        Histogram fromSending = new Histogram(HIGHEST_NANOS, 3);
        Histogram fromCommit = new Histogram(HIGHEST_NANOS, 3);
        Histogram fromAck = new Histogram(HIGHEST_NANOS, 3);
        long[] offsets = new long[Math.min(last, session.acked()) - first];
        Arrays.setAll(offsets, i -> session.offset(first + i));
        CommitTimes commits = commits(offsets);
        for (int i = 0; i < receipts.size(); i++) {
            int round = Arrays.binarySearch(offsets, receipts.offset(i));
            if (round >= 0) {
                long time = receipts.time(i);
                record(fromSending, time - session.sentAt(first + round));
                if (!commits.isEmpty()) {
                    record(fromCommit, time - commits.of(offsets[round]));
                }
                // The event may be there first: the ack takes another way.
                record(fromAck, time - session.ackedAt(first + round));
            }
        }
        return " received=" + fromSending.getTotalCount() + percentiles("sent", fromSending)
                + percentiles("committed", fromCommit) + percentiles("acked", fromAck);
    }

    private CommitTimes commits(long[] offsets) throws SQLException {
        if (offsets.length == 0 || arguments.text("jdbc", "").isEmpty()) {
            return new CommitTimes();
        }
        try (Connection connection = arguments.connect()) {
            return CommitTimes.read(connection, offsets[0], offsets[offsets.length - 1]);
        }
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(HIGHEST_NANOS, Math.max(0, nanos)));
    }

    private static String percentiles(String name, Histogram histogram) {
        return String.format(
                Locale.ROOT,
                " %1$s-p50=%2$d %1$s-p99=%3$d %1$s-p999=%4$d %1$s-max=%5$d",
                name,
                histogram.getValueAtPercentile(50) / 1_000,
                histogram.getValueAtPercentile(99) / 1_000,
                histogram.getValueAtPercentile(99.9) / 1_000,
                histogram.getMaxValue() / 1_000);
    }

    private void readUntil(BooleanSupplier end) throws IOException {
        subscribers.readUntil(() -> isStopped() || end.getAsBoolean());
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private static BooleanSupplier after(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        return () -> System.nanoTime() > end;
    }
}
