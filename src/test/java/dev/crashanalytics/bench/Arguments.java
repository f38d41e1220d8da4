package dev.crashanalytics.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The {@code name=value} arguments of the benchmark's processes, and the line in which they answer. */
final class Arguments {

    static final int DEFAULT_BOTS = 50;

    private final Map<String, String> values = new HashMap<>();

    Arguments(String[] args) {
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not name=value: " + arg);
            }
            values.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
    }

    String text(String name, String fallback) {
        return values.getOrDefault(name, fallback);
    }

    int number(String name, int fallback) {
        return Integer.parseInt(text(name, Integer.toString(fallback)));
    }

    String host() {
        return text("host", "127.0.0.1");
    }

    int port() {
        return number("port", 8080);
    }

    /** {@code prefix}, {@code bots} and {@code rounds} (in all). */
    Workload workload() {
        int bots = number("bots", DEFAULT_BOTS);
        return new Workload(text("prefix", "load"), bots, number("rounds", 200_000) / bots);
    }

    /** To {@code jdbc}, as {@code user} with {@code password}. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(text("jdbc", ""), text("user", "postgres"), text("password", ""));
    }

    /** Tells the parent process what was reached, and the processor time it took here. */
    static void result(long rounds, Elapsed elapsed) {
        System.out.printf(
                Locale.ROOT,
                "result rounds=%d seconds=%.4f cpu=%.3f%n",
                rounds,
                elapsed.nanos() / 1e9,
                elapsed.cpuNanos() / 1e9);
    }
}
