package dev.crashanalytics.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The PostgreSQL this server runs for itself where no {@code DB_HOST} names another: started before the application,
 * restarted when it dies, stopped as the very last thing. Its data outlives every start, stop and crash; nothing here
 * ever deletes a database.
 */
final class EmbeddedPostgres implements AutoCloseable {
    /** Together with the server's own drain a shutdown stays below ten seconds where the disk allows. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(6);

    private static final Duration SINGLE_USER_LIMIT = Duration.ofMinutes(2);

    private final DataDirectory directory;
    private final DataDirectoryLock lock;
    private final PostgresServer server;
    private final DatabaseSettings settings;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(
            DataDirectory directory, DataDirectoryLock lock, PostgresServer server, DatabaseSettings settings) {
        this.directory = directory;
        this.lock = lock;
        this.server = server;
        this.settings = settings;
    }

    /**
     * Starts PostgreSQL on a data directory, which is created on the first start.
     *
     * @throws StartupFailure when that is impossible; the data is as it was
     */
    static EmbeddedPostgres start(Path configured) {
        // First of all, so that a build without one leaves no empty folders behind.
        PostgresArchive.forThisSystem();
        DataDirectory directory = DataDirectory.at(configured);
        DataDirectoryLock lock = DataDirectoryLock.acquire(directory);
        try {
            return start(directory, lock);
        } catch (StartupFailure e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgres start(DataDirectory directory, DataDirectoryLock lock) {
        directory.clearUnfinished();
        Optional<String> version = directory.version();
        Unprivileged unprivileged = Unprivileged.detect();
        PostgresBinaries binaries = PostgresBinaries.locate(directory.beside("-programs"));
        if (version.isPresent()) {
            directory.requireVersion(version.get(), binaries.majorVersion());
            new Postmaster(directory.path()).stopOrphan();
        } else {
            directory.initialise(binaries, unprivileged);
        }
        if (!directory.hasPassword()) {
            renewPassword(directory, binaries, unprivileged);
        }
        List<String> command = unprivileged.daemon(
                List.of(binaries.program("postgres"), "-D", directory.path().toString()));
        PostgresServer server = new PostgresServer(
                directory.path(), command, directory.password(), new PostgresLog(directory.beside(".log")));
        try {
            return new EmbeddedPostgres(directory, lock, server, server.start());
        } catch (StartupFailure e) {
            server.stop(STOP_LIMIT);
            throw e;
        }
    }

    /** How to connect to it. */
    DatabaseSettings settings() {
        return settings;
    }

    /** Where its data is. */
    Path path() {
        return directory.path();
    }

    /** Stops PostgreSQL and gives the directory free; the second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!server.stop(STOP_LIMIT)) {
            Logger.getLogger(EmbeddedPostgres.class)
                    .warnf("embedded_postgres=stopping data=%s note=\"still writing, ends by itself\"", path());
        }
        lock.close();
    }

    /** Gives a database that came without its password file, as a restored copy does, a new password. */
    private static void renewPassword(DataDirectory directory, PostgresBinaries binaries, Unprivileged unprivileged) {
        String sql = "ALTER ROLE postgres WITH LOGIN SUPERUSER PASSWORD '" + directory.password() + "'";
        List<String> singleUser = unprivileged.tool(List.of(
                binaries.program("postgres"), "--single", "-D", directory.path().toString(), "postgres"));
        Shell.Result result = Shell.run(SINGLE_USER_LIMIT, singleUser, sql + "\n");
        if (!result.succeeded() || result.output().contains("ERROR:")) {
            throw new StartupFailure("Cannot set a new password for the database in " + directory.path() + " ("
                    + result.problem() + "): restore its .pgpass file beside it.");
        }
    }
}
