package dev.crashanalytics.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/**
 * When offsets were committed: the moment that the database noted in the last statement before each COMMIT, behind the
 * lock that puts commits in order. The database must be on this machine: its wall clock is compared with this process's.
 */
final class CommitTimes {

    private static final String COMMITS = """
        SELECT first_offset, (extract(epoch FROM committed_at) * 1e6)::bigint
        FROM commits
        WHERE first_offset + event_count > ? AND first_offset <= ?
        """;

    private final TreeMap<Long, Long> nanos = new TreeMap<>();

    /** Reads the commits of the offsets from the one to the other. */
    static CommitTimes read(Connection connection, long from, long to) throws SQLException {
        CommitTimes times = new CommitTimes();
        long wallMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        long wallToNanos = System.nanoTime() - wallMicros * 1_000;
        try (PreparedStatement commits = connection.prepareStatement(COMMITS)) {
            commits.setLong(1, from);
            commits.setLong(2, to);
            try (ResultSet rows = commits.executeQuery()) {
                while (rows.next()) {
                    times.add(rows.getLong(1), rows.getLong(2) * 1_000 + wallToNanos);
                }
            }
        }
        return times;
    }

    /** A commit whose first offset this is. */
    void add(long firstOffset, long nanoTime) {
        nanos.put(firstOffset, nanoTime);
    }

    boolean isEmpty() {
        return nanos.isEmpty();
    }

    /** The {@link System#nanoTime} of the commit that holds an offset, which must be one of those read. */
    long of(long offset) {
        return nanos.floorEntry(offset).getValue();
    }
}
