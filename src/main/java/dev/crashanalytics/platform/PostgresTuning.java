package dev.crashanalytics.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The settings of the embedded PostgreSQL: those nobody may weaken, and those an operator may change in a file. */
final class PostgresTuning {
    /** Goes into postgresql.conf once; sized for one small machine that also runs the server and its bots. */
    private static final String EDITABLE = """

            #------------------------------------------------------------------------------
            # crash-analytics: starting values for one small machine, yours to change
            #------------------------------------------------------------------------------
            shared_buffers = 256MB          # holds the pages and indexes the newest rounds touch
            wal_buffers = 16MB              # several commits of 1,000 rounds fit between two flushes
            max_wal_size = 2GB              # rare checkpoints: each one makes every page's next change cost 8 kB of WAL
            min_wal_size = 256MB            # recycles WAL files rather than creating them under load
            checkpoint_timeout = 15min      # as above; a restart after a crash replays at most this much
            wal_compression = off           # pglz, the one method built in, costs more processor than it saves disk here
            max_connections = 50            # the server's pools, a few psql sessions and dumps
            maintenance_work_mem = 128MB    # vacuum and index builds on millions of rounds
            random_page_cost = 1.1          # the disk is an SSD nearly everywhere
            jit = off                       # short statements lose more by compiling than they gain
            """;

    private PostgresTuning() {}

    static void appendTo(Path configuration) throws IOException {
        Files.writeString(configuration, EDITABLE, StandardOpenOption.APPEND);
    }

    /** What the command line fixes at every start, over postgresql.conf: the promises of the server rest on it. */
    static List<String> fixed(int port) {
        return List.of(
                "-c", "listen_addresses=127.0.0.1",
                "-c", "port=" + port,
                // No socket file: its folder would be shared with other users, its path may be too long.
                "-c", "unix_socket_directories=",
                // An acknowledgement means: on disk.
                "-c", "fsync=on",
                "-c", "synchronous_commit=on",
                "-c", "full_page_writes=on",
                // This server reads the log from the pipe, and keeps it small.
                "-c", "logging_collector=off",
                "-c", "log_destination=stderr",
                "-c", "log_timezone=UTC",
                "-c", "timezone=UTC");
    }
}
