package dev.crashanalytics.platform;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts the database, then the application, and stops them in the opposite order, on the main thread.
 *
 * <p>On SIGTERM the JVM runs its shutdown hooks side by side and ends with the last of them: Quarkus' hook drains the
 * application, the one here keeps the JVM alive until the main thread has stopped PostgreSQL after that.
 */
final class Launcher {
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(30);

    private final Thread mainThread = Thread.currentThread();
    private final AtomicReference<Database> database = new AtomicReference<>();
    private final AtomicInteger exitCode = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean applicationRuns;

    /** Runs the server until it is told to stop; returns the exit code. */
    int run(String... args) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::beforeJvmEnds, "postgres-shutdown"));
        try {
            open();
            applicationRuns = true;
            Quarkus.run(ServerApplication.class, this::applicationEnded, args);
            return exitCode.get();
        } catch (StartupFailure e) {
            System.err.println(e.getMessage());
            return 1;
        } finally {
            close();
            done.countDown();
        }
    }

    private void open() {
        LaunchConfig config = LaunchConfig.load();
        HttpBinding.of(config).check(config);
        Database opened = Database.open(config);
        database.set(opened);
        ClientProperties.quarkus(opened.settings()).forEach(System::setProperty);
        ServerApplication.prepare(new ServerApplication.Notice(opened.describe(), opened.warnings()));
    }

    /** Called by Quarkus: on the main thread when the application has ended, on a signal's thread in native mode. */
    private void applicationEnded(int code, Throwable failure) {
        exitCode.set(code);
        if (failure != null) {
            ApplicationFailure.tell(failure);
        }
        if (Thread.currentThread() != mainThread) {
            System.exit(code);
        }
    }

    private void beforeJvmEnds() {
        try {
            if (!applicationRuns) {
                close();
            } else if (!done.await(SHUTDOWN_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("The application did not end within " + SHUTDOWN_LIMIT.toSeconds() + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        Database opened = database.get();
        if (opened != null) {
            opened.close();
        }
    }
}
