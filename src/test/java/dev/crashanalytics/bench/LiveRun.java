package dev.crashanalytics.bench;

import dev.crashanalytics.testing.TestFiles;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Live updates: what a crowd of subscribers costs ingest, how late they are told while it goes on, and how many events they
 * can be sent when nothing else does, beside a server that only broadcasts.
 */
final class LiveRun {

    private static final String PART = "live";
    private static final int SUBSCRIBERS = Integer.getInteger("bench.subscribers", 1_000);
    private static final int WARM_UP_ROUNDS = 50_000;
    private static final int PACED_SECONDS = Integer.getInteger("bench.paced", 15);
    private static final int STEP_SECONDS = Integer.getInteger("bench.seconds", 5);

    /** The load is made while the subscribers already wait, and must outlast them. */
    private static final int PACED_MARGIN_SECONDS = 6;

    private static final String RATES = "20,40,60,80,100,120,140,160,180,200,240,280,320,400,480,560,640,800,960,1200";

    /** Until the bare server is compiled as well as the other, which has run for minutes. */
    private static final int CEILING_WARM_UP_SECONDS = 10;

    /** About as many events as a message of the watched session makes where delivery flattens. */
    private static final int CEILING_BURST = 8;

    /** So much more is no more. */
    private static final double FLAT = 1.03;

    /** Steps in a row that bring no more. */
    private static final int FLAT_STEPS = 2;

    private final BenchServer server;
    private final Tables tables;
    private final long postmaster;
    private final LiveReport report;
    private final int rounds = Integer.getInteger("bench.rounds", 200_000);
    private int prefixes;

    LiveRun(BenchServer server, Connection connection, LiveReport report) throws Exception {
        this.server = server;
        this.tables = new Tables(connection);
        this.postmaster = tables.postmaster();
        this.report = report;
    }

    /** Whether {@code -Dbench.parts} names it, or nothing. */
    static boolean isWanted() {
        return Arrays.asList(System.getProperty("bench.parts", PART).split(",")).contains(PART);
    }

    void run() throws Exception {
        report.settings(tables.settings());
        ingest(WARM_UP_ROUNDS);
        try (Companion live = live("rates=20", "seconds=0")) {
            live.await("ready");
            ingest(WARM_UP_ROUNDS);
        }
        for (int i = 0; i < Integer.getInteger("bench.repetitions", 3); i++) {
            alone();
            watched();
        }
        paced();
        report.memory("after (1)", ProcStat.peakMemory(server.pid()));
        int frameBytes = raised();
        report.memory("after (2)", ProcStat.peakMemory(server.pid()));
        ceiling(frameBytes, 1);
        ceiling(frameBytes, CEILING_BURST);
    }

    /** All bots as fast as the server takes it. */
    private double ingest(int count) throws Exception {
        return rate(Child.run(LoadGenerator.class, line -> {}, load(count)).get(0));
    }

    private void alone() throws Exception {
        tables.empty();
        report.alone(ingest(rounds));
    }

    private void watched() throws Exception {
        tables.empty();
        try (Companion live = live("rates=20", "seconds=0")) {
            live.await("measuring");
            double rate = ingest(rounds);
            live.stop();
            report.watched(rate, live.await("result"));
        }
    }

    /** At half of the highest rate there was. */
    private void paced() throws Exception {
        tables.empty();
        int rate = (int) (report.highestRate() / 2);
        int seconds = PACED_SECONDS + 2 * PACED_MARGIN_SECONDS;
        List<String> arguments = load(rate * seconds);
        arguments.add("rate=" + rate);
        try (Companion live = live("rates=20", "warm-up=" + PACED_MARGIN_SECONDS, "seconds=" + PACED_SECONDS)) {
            live.await("ready");
            try (Companion load = Companion.start(LoadGenerator.class, Child.JVM_OPTIONS, arguments)) {
                LiveSample sample = new LiveClock(live, server.pid(), postmaster, load.pid()).measure();
                report.paced(rate, rate(load.await("seconds")), sample);
            }
        }
    }

    /** Until delivery flattens; answers the mean size of an event. */
    private int raised() throws Exception {
        tables.empty();
        String rates = System.getProperty("bench.rates", RATES);
        try (Companion live = live("rates=" + rates, "seconds=" + STEP_SECONDS)) {
            LiveClock clock = new LiveClock(live, server.pid(), postmaster, 0);
            int flat = 0;
            int frameBytes = 0;
            double best = 0;
            for (int left = rates.split(",").length; left > 0 && flat < FLAT_STEPS; left--) {
                LiveSample sample = clock.measure();
                report.raised(sample);
                frameBytes = sample.frameBytes();
                flat = sample.delivered() > best * FLAT ? 0 : flat + 1;
                best = Math.max(best, sample.delivered());
            }
            return frameBytes;
        }
    }

    private void ceiling(int frameBytes, int burst) throws Exception {
        String topic = "session:bench000-bot-000/session_20251121_001";
        int port = TestFiles.freePort();
        List<String> common = List.of("port=" + port, "subscribers=" + SUBSCRIBERS, "topic=" + topic);
        List<String> broadcast = new ArrayList<>(common);
        broadcast.addAll(List.of("bytes=" + frameBytes, "burst=" + burst));
        List<String> watch = new ArrayList<>(common);
        watch.addAll(List.of("rates=0", "warm-up=" + CEILING_WARM_UP_SECONDS, "seconds=" + STEP_SECONDS));
        try (Companion bare = Companion.start(BroadcastServer.class, BenchServer.JVM_ARGUMENTS, broadcast)) {
            bare.await("ready");
            try (Companion live = Companion.start(LiveLoad.class, Child.JVM_OPTIONS, watch)) {
                report.ceiling(burst, new LiveClock(live, bare.pid(), 0, 0).measure());
            }
        }
    }

    private Companion live(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(server.databaseArguments());
        arguments.addAll(List.of(options));
        arguments.add("port=" + server.port());
        arguments.add("prefix=" + prefix());
        arguments.add("subscribers=" + SUBSCRIBERS);
        return Companion.start(LiveLoad.class, Child.JVM_OPTIONS, arguments);
    }

    private List<String> load(int count) {
        return new ArrayList<>(
                List.of("mode=stream", "items=1", "port=" + server.port(), "prefix=" + prefix(), "rounds=" + count));
    }

    private String prefix() {
        return String.format("bench%03d", ++prefixes);
    }

    private static double rate(Map<String, String> answer) {
        return Double.parseDouble(answer.get("rounds")) / Double.parseDouble(answer.get("seconds"));
    }
}
