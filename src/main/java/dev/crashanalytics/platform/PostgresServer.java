package dev.crashanalytics.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One running PostgreSQL on a data directory, and the thread that starts it again when it dies.
 *
 * <pre>
 *            start()                  process ends
 *  (new) ──────────────▶ serving ──────────────────▶ restarting ──┐
 *                           │  ◀───────────────────────────────────┘ same port, waits 0.2 s to 10 s between attempts
 *                           │ stop()                     │ stop()
 *                           ▼                            ▼
 *                        stopped ◀───────────────────────┘
 * </pre>
 *
 * <p>{@code start} and {@code stop} block the calling thread, with limits.
 */
final class PostgresServer {
    /** Replaying the log after a crash takes minutes at worst, and no start may be given up while it goes on. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int PORTS_TO_TRY = 5;
    private static final Duration SURVIVORS_LIMIT = Duration.ofSeconds(20);

    private final Path directory;
    private final List<String> command;
    private final String password;
    private final PostgresLog log;

    private int port;
    private Process process;
    private boolean stopping;

    /**
     * Names what to run.
     *
     * @param command the command line without its settings
     */
    PostgresServer(Path directory, List<String> command, String password, PostgresLog log) {
        this.directory = directory;
        this.command = command;
        this.password = password;
        this.log = log;
    }

    /** Starts PostgreSQL on a free port and waits until it takes connections. */
    DatabaseSettings start() {
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            try {
                launch();
                break;
            } catch (StartupFailure e) {
                if (attempt == PORTS_TO_TRY || !log.mentions("could not bind")) {
                    throw e;
                }
            }
        }
        Thread supervisor = new Thread(this::supervise, "postgres-supervisor");
        supervisor.setDaemon(true);
        supervisor.start();
        return DatabaseSettings.embedded(port, password);
    }

    /**
     * Stops PostgreSQL fast: it ends the sessions, writes a checkpoint and exits.
     *
     * @return false when it still writes at the end of the limit; it then ends by itself
     */
    boolean stop(Duration limit) {
        Process last;
        synchronized (this) {
            stopping = true;
            last = process;
        }
        if (last == null || !last.isAlive()) {
            return true;
        }
        OsProcess running = new OsProcess(last.pid());
        running.signal("INT");
        return running.endsWithin(limit);
    }

    /** Starts a process and waits for it; backends that survive a killed predecessor for a moment are waited for. */
    private void launch() {
        long deadline = System.nanoTime() + SURVIVORS_LIMIT.toNanos();
        while (true) {
            try {
                log.forget();
                awaitReady(spawn());
                return;
            } catch (StartupFailure e) {
                if (!log.mentions("pre-existing shared memory block")
                        || System.nanoTime() > deadline
                        || !OsProcess.pause(FIRST_PAUSE)) {
                    throw e;
                }
            }
        }
    }

    private synchronized Process spawn() {
        if (stopping) {
            throw new StartupFailure("PostgreSQL is being stopped.");
        }
        List<String> line = new ArrayList<>(command);
        line.addAll(PostgresTuning.fixed(port));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        // PGDATA, PGPORT, PGOPTIONS and the like belong to clients of other servers.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            process = builder.start();
            log.follow(process.getInputStream());
            return process;
        } catch (IOException e) {
            throw new StartupFailure("Cannot run " + line.get(0) + ": " + e.getMessage() + ".", e);
        }
    }

    private void awaitReady(Process started) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (!started.isAlive()) {
                throw new StartupFailure("The embedded PostgreSQL on " + directory + " does not start ("
                        + log.lastError().orElse("exit code " + started.exitValue()) + "): see " + log.file() + ".");
            }
            if (System.nanoTime() > deadline || !OsProcess.pause(POLL)) {
                throw new StartupFailure(
                        "The embedded PostgreSQL on " + directory + " takes no connections: see " + log.file() + ".");
            }
        }
    }

    private boolean answers() {
        try (Connection connection = Preflight.connect(DatabaseSettings.embedded(port, password))) {
            return connection.isValid(5);
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                throw new StartupFailure("The password kept beside " + directory
                        + " is not the one in the database: delete the .pgpass file there and start again.");
            }
            return false;
        }
    }

    private void supervise() {
        Logger logger = Logger.getLogger(PostgresServer.class);
        Duration pause = FIRST_PAUSE;
        while (awaitEnd()) {
            logger.errorf("embedded_postgres=died exit_code=%d action=restart log=%s", process.exitValue(), log.file());
            try {
                launch();
                logger.infof("embedded_postgres=restarted port=%d", port);
                pause = FIRST_PAUSE;
            } catch (StartupFailure e) {
                logger.errorf("embedded_postgres=down retry_in=%s reason=\"%s\"", pause, e.getMessage());
                OsProcess.pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    /** Waits until the process ends; false when it was meant to. */
    private boolean awaitEnd() {
        try {
            process.waitFor();
            synchronized (this) {
                return !stopping;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new StartupFailure("No port is free for the embedded PostgreSQL: " + e.getMessage() + ".", e);
        }
    }
}
