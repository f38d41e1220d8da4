package dev.crashanalytics.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Ends, when the test JVM does, the servers no test has closed: the shared one, and those of tests that failed. */
final class LeftOvers {
    private static final Map<ServerCommand, Process> STARTED = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(LeftOvers::end, "end-left-over-servers"));
    }

    private LeftOvers() {}

    static void remember(Process process, ServerCommand command) {
        STARTED.put(command, process);
    }

    private static void end() {
        // All at once first: one after the other they might take longer than the build waits.
        STARTED.values().forEach(Process::destroy);
        STARTED.forEach(LeftOvers::end);
    }

    private static void end(ServerCommand command, Process process) {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            command.stopOrphan();
            command.deleteData();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
