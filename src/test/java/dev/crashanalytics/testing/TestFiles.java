package dev.crashanalytics.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Places under the build folder and free ports for tests. */
public final class TestFiles {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private TestFiles() {}

    /** The build folder. */
    public static Path target() {
        return Path.of(System.getProperty("crash.test.target", "target")).toAbsolutePath();
    }

    /** A name no other test run beside this one uses. */
    public static String unique(String name) {
        return name + "-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
    }

    /** A new folder for a test's data. */
    public static Path newFolder(String name) {
        try {
            return Files.createDirectories(target().resolve("it-data").resolve(unique(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder and all in it, as far as that is possible while a program may still write there. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // The build folder is cleaned as a whole sooner or later.
        }
    }

    /** A port of the loopback address that nothing listens on. */
    public static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
