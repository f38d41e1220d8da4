package dev.crashanalytics.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * Asks for statistics from a process of its own: {@code callers} (20) connections, each with the next request as soon as
 * the answer to the last is there. {@code CallLoad port=8080 rounds=5000000 first-day=2025-11-22 seconds=5 warm-up=2
 * calls=bot,game}; the server must hold that {@link History}. One thread drives all connections.
 */
public final class CallLoad implements Closeable {

    private static final int STALLED_MILLIS = 30_000;
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Selector selector = Selector.open();
    private final List<CallConnection> callers = new ArrayList<>();
    private int turn;

    /** Opens the connections. */
    CallLoad(String host, int port, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            CallConnection caller = CallConnection.open(host, port);
            callers.add(caller);
            caller.channel().configureBlocking(false);
            caller.channel().register(selector, SelectionKey.OP_READ, caller);
        }
    }

    /** Prints a line a call, latencies in microseconds; {@code asked} counts the calls of the warm-up too. */
    public static void main(String[] args) throws Exception {
        Arguments arguments = new Arguments(args);
        History history = new History(arguments.number("rounds", 0), LocalDate.parse(arguments.text("first-day", "")));
        try (CallLoad load = new CallLoad(arguments.host(), arguments.port(), arguments.number("callers", 20))) {
            for (StatisticsCall call : calls(arguments.text("calls", ""))) {
                load.report(call, history, false, arguments);
                if (call.takesRange()) {
                    load.report(call, history, true, arguments);
                }
            }
        }
    }

    /** Keeps every caller busy for so long and returns the nanoseconds that each answer took. */
    Histogram ask(IntFunction<String> paths, long seconds) throws IOException {
        Histogram latencies = new Histogram(HIGHEST_NANOS, 3);
        long end = System.nanoTime() + seconds * 1_000_000_000;
        int waiting = 0;
        for (CallConnection caller : callers) {
            caller.send(paths.apply(turn++));
            waiting++;
        }
        while (waiting > 0) {
            if (selector.select(STALLED_MILLIS) == 0) {
                throw new IllegalStateException("no answer for " + STALLED_MILLIS + " ms");
            }
            for (SelectionKey key : selector.selectedKeys()) {
                CallConnection caller = (CallConnection) key.attachment();
                long nanos = caller.read();
                if (nanos > 0) {
                    latencies.recordValue(nanos);
                    if (System.nanoTime() < end) {
                        caller.send(paths.apply(turn++));
                    } else {
                        waiting--;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return latencies;
    }

    @Override
    public void close() throws IOException {
        for (CallConnection caller : callers) {
            caller.close();
        }
        selector.close();
    }

    private void report(StatisticsCall call, History history, boolean ranged, Arguments arguments) throws IOException {
        IntFunction<String> paths = turn -> call.path(history, turn, ranged);
        Histogram warmUp = ask(paths, arguments.number("warm-up", 2));
        int seconds = arguments.number("seconds", 5);
        Histogram latencies = ask(paths, seconds);
        System.out.printf(
                Locale.ROOT,
                "call=%s ranged=%b p50=%.0f p99=%.0f rate=%.0f asked=%d%n",
                call,
                ranged,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                latencies.getTotalCount() / (double) seconds,
                warmUp.getTotalCount() + latencies.getTotalCount());
    }

    private static List<StatisticsCall> calls(String names) {
        return names.isEmpty()
                ? List.of(StatisticsCall.values())
                : Arrays.stream(names.toUpperCase(Locale.ROOT).split(","))
                        .map(StatisticsCall::valueOf)
                        .toList();
    }
}
