package dev.crashanalytics.bench;

import java.util.Map;

/** Waits for a measurement of {@link LiveLoad} and takes the processor times as it begins and as it ends. */
final class LiveClock {

    private final Companion live;
    private final long server;
    private final long postmaster;
    private final long load;

    /** Processes by their id; 0 for one that there is not. */
    LiveClock(Companion live, long server, long postmaster, long load) {
        this.live = live;
        this.server = server;
        this.postmaster = postmaster;
        this.load = load;
    }

    private record Reading(double server, double database, double client, double load, double machine) {}

    /** The next measurement. */
    LiveSample measure() throws InterruptedException {
        live.await("measuring");
        Reading start = read();
        live.await("measured");
        Reading end = read();
        Map<String, String> answer = live.await("result");
        return new LiveSample(
                answer,
                end.server - start.server,
                end.database - start.database,
                end.client - start.client,
                end.load - start.load,
                end.machine - start.machine);
    }

    private Reading read() {
        return new Reading(
                ProcStat.cpuSeconds(server),
                postmaster == 0 ? Double.NaN : ProcStat.treeCpuSeconds(postmaster),
                ProcStat.cpuSeconds(live.pid()),
                load == 0 ? 0 : ProcStat.cpuSeconds(load),
                ProcStat.machineCpuSeconds());
    }
}
