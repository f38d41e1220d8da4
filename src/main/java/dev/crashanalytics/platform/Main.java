package dev.crashanalytics.platform;

import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Where the server begins. Whatever keeps it from starting is told in one line on stderr, with exit code 1.
 *
 * <p>With one argument it does something else instead: {@code health} asks a running server whether it is ready,
 * {@code renew-epoch} finishes the restore of a backup.
 */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs the server until it is told to stop. */
    public static void main(String... args) {
        System.exit(run(args));
    }

    private static int run(String... args) {
        return switch (args.length == 1 ? args[0] : "") {
            case "health" -> HealthProbe.run();
            case "renew-epoch" -> EpochRenewal.run();
            default -> new Launcher().run(args);
        };
    }
}
