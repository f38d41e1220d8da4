package dev.crashanalytics.bench;

import java.util.Comparator;
import java.util.List;

/**
 * One measurement of one variant.
 *
 * @param rounds rounds that were acknowledged and found in the tables
 * @param seconds from the first byte sent to the last ack, or of the ceiling to the last commit
 * @param serverCpu processor seconds of the server meanwhile
 * @param databaseCpu of all PostgreSQL processes
 * @param loadCpu of the process that sent the rounds
 */
record Sample(long rounds, double seconds, double serverCpu, double databaseCpu, double loadCpu) {

    double rate() {
        return rounds / seconds;
    }

    /** Processor seconds of the whole measurement as seconds per 100,000 rounds. */
    double perHundredThousand(double cpuSeconds) {
        return cpuSeconds * 100_000 / rounds;
    }

    /** The sample with the middle rate; of two the slower. */
    static Sample median(List<Sample> samples) {
        return samples.stream()
                .sorted(Comparator.comparingDouble(Sample::rate))
                .toList()
                .get((samples.size() - 1) / 2);
    }
}
