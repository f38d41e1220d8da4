package dev.crashanalytics.bench;

import java.util.Map;

/**
 * One measurement of live updates.
 *
 * @param answer of {@link LiveLoad}
 * @param serverCpu processor seconds of the server, or of what stands for it, meanwhile
 * @param databaseCpu of all PostgreSQL processes; NaN where there is none
 * @param clientCpu of the subscribers
 * @param loadCpu of whatever else sends rounds
 * @param machineCpu of the whole machine, the neighbours of the benchmark included
 */
record LiveSample(
        Map<String, String> answer,
        double serverCpu,
        double databaseCpu,
        double clientCpu,
        double loadCpu,
        double machineCpu) {

    double number(String name) {
        return Double.parseDouble(answer.getOrDefault(name, "NaN"));
    }

    /** In milliseconds: {@code sent-p99} and the like. */
    double millis(String name) {
        return number(name) / 1e3;
    }

    /** Events that subscribers received, a second. */
    double delivered() {
        return number("events") / number("seconds");
    }

    /** Bytes of an event, as a message. */
    int frameBytes() {
        return (int) (number("bytes") / number("events"));
    }

    /** Processor seconds as seconds a second: how many cores it took. */
    double cores(double cpuSeconds) {
        return cpuSeconds / number("seconds");
    }
}
