package dev.crashanalytics.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The unpacked PostgreSQL programs. They are unpacked once per version into a folder of the user's own, under a name
 * made of the archive's checksum: into a neighbour first, renamed when complete, so that servers started at the same
 * moment and ones killed half-way leave nothing half done.
 *
 * @param home the folder with {@code bin}, {@code lib} and {@code share}
 * @param majorVersion such as 18
 */
public record PostgresBinaries(Path home, int majorVersion) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /**
     * Finds the programs, unpacking them if this is the first start.
     *
     * @param fallback where to unpack when the user's cache folder cannot be written; a folder beside the data
     * @throws StartupFailure when there are none for this system, or they cannot be unpacked or run
     */
    public static PostgresBinaries locate(Path fallback) {
        return locate(cacheFolder().resolve("crash-analytics"), fallback);
    }

    static PostgresBinaries locate(Path cache, Path fallback) {
        PostgresArchive archive = PostgresArchive.forThisSystem();
        try {
            String name = "postgresql-" + archive.checksum().substring(0, 16);
            Path home = writable(cache, fallback).resolve(name);
            Optional<PostgresBinaries> known = inspect(home);
            if (known.isPresent()) {
                return known.get();
            }
            unpack(archive, home);
            return inspect(home)
                    .orElseThrow(() -> new StartupFailure("The embedded PostgreSQL does not run on this system ("
                            + version(home).problem() + "): set DB_HOST to a PostgreSQL of your own."));
        } catch (IOException e) {
            throw new StartupFailure(
                    "Cannot unpack the embedded PostgreSQL (" + Folders.reason(e)
                            + "): make room or permit writing there, or set DB_HOST.",
                    e);
        }
    }

    /** The path of one program. */
    public String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static Optional<PostgresBinaries> inspect(Path home) {
        if (!Files.isExecutable(home.resolve("bin/postgres"))) {
            return Optional.empty();
        }
        // Running it also finds a file cut short by a power failure, and a system with other libraries.
        Matcher version = VERSION.matcher(version(home).output());
        return version.find()
                ? Optional.of(new PostgresBinaries(home, Integer.parseInt(version.group(1))))
                : Optional.empty();
    }

    private static Shell.Result version(Path home) {
        return Shell.run(LIMIT, home.resolve("bin/postgres").toString(), "--version");
    }

    private static void unpack(PostgresArchive archive, Path home) throws IOException {
        Path draft = Files.createTempDirectory(home.getParent(), "unpacking-");
        try {
            archive.unpack(draft);
            if (Files.exists(home)) {
                // What is there does not run: it makes way, in one step, for the copy that does.
                Files.move(home, draft.resolve("broken"));
            }
            Files.move(draft, home);
        } catch (IOException e) {
            if (inspect(home).isEmpty()) {
                throw e;
            }
            // A server started at the same moment was faster: its copy serves.
        } finally {
            Folders.delete(draft);
            Folders.delete(home.resolve("broken"));
        }
    }

    private static Path writable(Path cache, Path fallback) throws IOException {
        try {
            createPrivate(cache);
            if (Files.isWritable(cache)) {
                return cache;
            }
        } catch (IOException | UnsupportedOperationException e) {
            // A user without a home of his own, such as a service account: beside the data it is, then.
        }
        createPrivate(fallback);
        return fallback;
    }

    private static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(folder.getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static Path cacheFolder() {
        return environment("XDG_CACHE_HOME")
                .or(() -> environment("HOME").map(home -> home.resolve(".cache")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    }

    private static Optional<Path> environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }
}
