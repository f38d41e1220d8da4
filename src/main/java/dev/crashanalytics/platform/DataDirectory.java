package dev.crashanalytics.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The folder with the embedded database, and what lies beside it:
 *
 * <pre>
 * data/postgres               the database
 * data/postgres.lock          held while a server uses it; holds that server's process id
 * data/postgres.pgpass        the password, in the format psql reads (PGPASSFILE)
 * data/postgres.log           PostgreSQL's own log, at most twice 8 MiB with postgres.log.1
 * data/postgres.initdb        a database being created; a crash leaves one behind, the next start clears it away
 * data/postgres-programs      the programs, only where the user has no cache folder
 * </pre>
 */
final class DataDirectory {
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(3);

    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /** Names the folder and makes its parent; a symbolic link on the way is followed, so that one folder has one lock. */
    static DataDirectory at(Path configured) {
        Path absolute = configured.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute.getParent());
            Path real = Files.exists(absolute)
                    ? absolute.toRealPath()
                    : absolute.getParent().toRealPath().resolve(absolute.getFileName());
            return new DataDirectory(real);
        } catch (IOException e) {
            throw failure("use", absolute, e);
        }
    }

    Path path() {
        return path;
    }

    Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** The password of the superuser, made on the first start. */
    String password() {
        Path file = beside(".pgpass");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                Folders.writePrivate(
                        file, "127.0.0.1:*:*:postgres:" + HexFormat.of().formatHex(random) + "\n");
            }
            String line = Files.readString(file).strip();
            return line.substring(line.lastIndexOf(':') + 1);
        } catch (IOException e) {
            throw failure("use", file, e);
        }
    }

    boolean hasPassword() {
        return Files.exists(beside(".pgpass"));
    }

    /** The major version of the database in the folder; empty when none was created yet. */
    Optional<String> version() {
        try {
            Path file = path.resolve("PG_VERSION");
            if (Files.exists(file)) {
                return Optional.of(Files.readString(file).strip());
            }
            if (Files.exists(path) && !Folders.isEmpty(path)) {
                throw new StartupFailure(path + " holds files but no PostgreSQL database: name another folder in"
                        + " CRASH_DATA_DIR, or move those files away.");
            }
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", path, e);
        }
    }

    void requireVersion(String found, int majorVersion) {
        if (!found.equals(Integer.toString(majorVersion))) {
            throw new StartupFailure(path + " was made by PostgreSQL " + found + ", this server brings " + majorVersion
                    + ": dump it with the tools of version " + found
                    + ", move the folder away and restore the dump (docs/backup.md); or set DB_HOST to a PostgreSQL "
                    + found + " that serves it.");
        }
    }

    /** Creates the database in a neighbouring folder and renames that, so that a crash never leaves half of one. */
    void initialise(PostgresBinaries binaries, Unprivileged unprivileged) {
        Path draft = beside(".initdb");
        Path passwordFile = beside(".initdb-password");
        try {
            Folders.delete(draft);
            Folders.writePrivate(passwordFile, password() + "\n");
            Shell.Result result = Shell.run(INITDB_LIMIT, unprivileged.tool(initdb(binaries, draft, passwordFile)));
            if (!result.succeeded()) {
                throw new StartupFailure("Cannot create a database in " + path + " (" + result.problem()
                        + "): make room or permit writing there, or name another folder in CRASH_DATA_DIR.");
            }
            PostgresTuning.appendTo(draft.resolve("postgresql.conf"));
            Files.move(draft, path, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure("create", path, e);
        } finally {
            discard(draft, passwordFile);
        }
    }

    /** Clears away what a server killed during its first start left behind. */
    void clearUnfinished() {
        discard(beside(".initdb"), beside(".initdb-password"));
    }

    private static List<String> initdb(PostgresBinaries binaries, Path folder, Path passwordFile) {
        return List.of(
                binaries.program("initdb"),
                "--pgdata=" + folder,
                "--username=postgres",
                "--pwfile=" + passwordFile,
                // Other users of this machine reach the port, so even there nobody gets in without the password.
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // The built-in provider sorts alike on every system; no upgrade of a C library corrupts an index.
                "--no-locale",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions");
    }

    private static void discard(Path... leftovers) {
        for (Path leftover : leftovers) {
            try {
                Folders.delete(leftover);
            } catch (IOException e) {
                throw failure("clear away", leftover, e);
            }
        }
    }

    private static StartupFailure failure(String what, Path where, IOException e) {
        return new StartupFailure(
                "Cannot " + what + " " + where + " (" + Folders.reason(e)
                        + "): make room or permit writing there, or name another folder in CRASH_DATA_DIR.",
                e);
    }
}
