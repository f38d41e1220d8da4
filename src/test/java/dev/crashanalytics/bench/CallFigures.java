package dev.crashanalytics.bench;

import java.util.Map;

/**
 * How one call did.
 *
 * @param p50 of the answers' time, in ms
 * @param rate answers a second, of all callers
 * @param serverCpu processor time of the server for one answer, in ms
 * @param databaseCpu the same of all PostgreSQL processes
 */
record CallFigures(
        StatisticsCall call,
        boolean ranged,
        double p50,
        double p99,
        double rate,
        double serverCpu,
        double databaseCpu) {

    /** From a line of {@link CallLoad}, and the processor seconds that it took. */
    static CallFigures of(Map<String, String> answer, double serverCpu, double databaseCpu) {
        double asked = Double.parseDouble(answer.get("asked"));
        return new CallFigures(
                StatisticsCall.valueOf(answer.get("call")),
                Boolean.parseBoolean(answer.get("ranged")),
                Double.parseDouble(answer.get("p50")) / 1e3,
                Double.parseDouble(answer.get("p99")) / 1e3,
                Double.parseDouble(answer.get("rate")),
                serverCpu * 1e3 / asked,
                databaseCpu * 1e3 / asked);
    }

    boolean hasTarget() {
        return call.hasTarget() && !ranged;
    }

    String title() {
        return call.title(ranged);
    }
}
