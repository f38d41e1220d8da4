package dev.crashanalytics.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The PostgreSQL that a data directory's {@code postmaster.pid} names. After a SIGKILL of the server it lives on and
 * holds the directory; the file may also name a process that has long ended, or whose number another one bears now.
 */
final class Postmaster {
    private static final Duration FAST_LIMIT = Duration.ofSeconds(60);
    private static final Duration IMMEDIATE_LIMIT = Duration.ofSeconds(15);

    /** What a process has to do with the directory. */
    private enum Owner {
        THIS_DIRECTORY,
        SOMEONE_ELSE,
        UNCLEAR
    }

    private final Path directory;

    Postmaster(Path directory) {
        this.directory = directory;
    }

    /** Stops the PostgreSQL a killed server left behind, if there is one, so that a fresh one can take the directory. */
    void stopOrphan() {
        Optional<OsProcess> named = namedInPidFile();
        if (named.isEmpty()) {
            return;
        }
        OsProcess process = named.get();
        Owner owner = process.runs() ? owner(process) : Owner.SOMEONE_ELSE;
        switch (owner) {
            case THIS_DIRECTORY -> stop(process);
            case SOMEONE_ELSE -> forgetPidFile();
            case UNCLEAR -> {
                // PostgreSQL itself looks at the shared memory, and refuses to start if it must.
            }
        }
    }

    private void stop(OsProcess process) {
        process.signal("INT");
        if (process.endsWithin(FAST_LIMIT)) {
            return;
        }
        process.signal("QUIT");
        if (!process.endsWithin(IMMEDIATE_LIMIT)) {
            throw new StartupFailure("The PostgreSQL of an earlier server (pid " + process.pid() + ") holds "
                    + directory + " and does not stop: stop it by hand, then start again.");
        }
    }

    private Optional<OsProcess> namedInPidFile() {
        try {
            return Files.readString(pidFile(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    // A minus sign marks a stand-alone backend.
                    .map(line -> new OsProcess(Math.abs(Long.parseLong(line.strip()))));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Owner owner(OsProcess process) {
        Optional<String> program = process.program();
        if (program.isEmpty()) {
            return Owner.UNCLEAR;
        }
        if (!program.get().equals("postgres") && !program.get().equals("postmaster")) {
            return Owner.SOMEONE_ELSE;
        }
        Optional<Path> worksIn = process.workingDirectory();
        if (worksIn.isPresent()) {
            return worksIn.get().equals(directory) ? Owner.THIS_DIRECTORY : Owner.SOMEONE_ELSE;
        }
        return process.arguments().contains(directory.toString()) ? Owner.THIS_DIRECTORY : Owner.UNCLEAR;
    }

    /**
     * PostgreSQL would not start while another process bears the number, so the file that misleads it goes. Its own
     * check for surviving backends does not need the file: it finds their shared memory by the directory's inode.
     */
    private void forgetPidFile() {
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new StartupFailure("Cannot delete the stale " + pidFile() + " (" + Folders.reason(e) + ").", e);
        }
    }

    private Path pidFile() {
        return directory.resolve("postmaster.pid");
    }
}
