package dev.crashanalytics.platform;

import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Where the server begins. Whatever keeps it from starting is told in one line on stderr, with exit code 1.
 */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs the server until it is told to stop. */
    public static void main(String... args) {
        System.exit(new Launcher().run(args));
    }
}
