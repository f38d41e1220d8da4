package dev.crashanalytics.bench;

import java.lang.management.ManagementFactory;

/**
 * Wall and processor time of this process, as readings or as the difference of two.
 *
 * @param nanos wall time
 * @param cpuNanos processor time of all threads
 */
record Elapsed(long nanos, long cpuNanos) {

    /** A reading, to be compared with {@link #since}. */
    static Elapsed now() {
        return new Elapsed(System.nanoTime(), processCpu());
    }

    static Elapsed since(Elapsed start) {
        return new Elapsed(System.nanoTime() - start.nanos, processCpu() - start.cpuNanos);
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
