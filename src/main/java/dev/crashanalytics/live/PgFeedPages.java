package dev.crashanalytics.live;

import dev.crashanalytics.live.FeedEvent.Kind;
import dev.crashanalytics.live.Interest.Wanted;
import dev.crashanalytics.live.PgSessionStates.State;
import dev.crashanalytics.round.SessionKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads stretches of the feed, commit by commit: for the live reader what has just been committed, for a replay what was
 * committed at any time. Whatever one statement sees of {@code commits} has no gap at its end: whoever takes later offsets
 * commits later.
 *
 * <p>A session has one row, so the data of its events is its state when they are read: never older than the event.
 */
@ApplicationScoped
class PgFeedPages {

    /** Where the feed ends, and up to where rows of all bots ($1), or of some ($2), may be gone. */
    private static final String HEAD = """
            SELECT epoch::text, next_offset - 1,
                   (SELECT coalesce(max(last_offset), 0) FROM feed_removals WHERE $1::boolean OR bot_id = ANY ($2::text[]))
            FROM feed_head
            """;

    /** The commits from the one on that holds the offset $1, those that begin before $1 + $2. */
    private static final String COMMITS = """
            SELECT h.epoch::text, h.next_offset - 1, c.commit_id, c.first_offset, c.event_count, c.session_bots,
                   c.session_ids, c.session_kinds, c.session_positions,
                   (extract(epoch FROM clock_timestamp() - c.committed_at) * 1e9)::bigint
            FROM feed_head h
            LEFT JOIN LATERAL (
                SELECT *
                FROM commits
                WHERE event_count > 0 AND first_offset < $1::bigint + $2::bigint
                  AND first_offset >= coalesce((SELECT p.first_offset FROM commits p
                                                WHERE p.event_count > 0 AND p.first_offset <= $1::bigint
                                                ORDER BY p.first_offset DESC LIMIT 1), $1)
            ) AS c ON true
            ORDER BY c.first_offset
            """;

    private static final Map<String, Kind> SESSION_KINDS =
            Map.of("started", Kind.SESSION_STARTED, "updated", Kind.SESSION_UPDATED, "closed", Kind.SESSION_CLOSED);

    private final PgSessionStates sessions;

    PgFeedPages(PgSessionStates sessions) {
        this.sessions = sessions;
    }

    /** What is kept of what was read: everything, or of the figures of a session the latest only, or sessions only. */
    enum Extent {
        EVERYTHING,
        COLLAPSED,
        SESSIONS
    }

    private record SessionEvent(SessionKey session, Kind kind, long commitId, long firstOffset, int position) {

        long offset() {
            return firstOffset + position;
        }
    }

    /** The commits of a page. */
    private static final class Commits {

        private String epoch;
        private long head;
        private long end;
        private long lastAge = -1;
        private final Map<Long, Long> firstOffsets = new HashMap<>();
        private final List<SessionEvent> sessionEvents = new ArrayList<>();
    }

    /** Where the feed ends: an empty page there. */
    Future<FeedPage> head(SqlConnection connection, Wanted wanted) {
        return connection
                .preparedQuery(HEAD)
                .execute(Tuple.from(new Object[] {wanted.everything(), wanted.bots()}))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new FeedPage(
                            row.getString(0), row.getLong(1), row.getLong(1), -1, row.getLong(2), List.of());
                });
    }

    /**
     * What {@link #read} does, for a subscriber that comes back: it may find out that it is too late. That is read after the
     * rows, so whatever was removed before these were read is known.
     */
    Future<FeedPage> replay(SqlConnection connection, long after, int span, Wanted wanted, Extent extent) {
        return read(connection, after, span, wanted, extent)
                .compose(page -> head(connection, wanted).map(now -> page.asOf(now)));
    }

    /**
     * Reads what follows {@code after}: at least one commit, whole, if there is any.
     *
     * @param span how many offsets to look at, more or less; the last commit may reach beyond
     */
    Future<FeedPage> read(SqlConnection connection, long after, int span, Wanted wanted, Extent extent) {
        return connection
                .preparedQuery(COMMITS)
                .execute(Tuple.of(after + 1, (long) span))
                .compose(rows -> {
                    Commits commits = new Commits();
                    rows.forEach(row -> add(row, commits));
                    // Offsets that nobody has any more are passed over, as far as was looked.
                    long looked = Math.min(commits.head, after + span);
                    commits.end = Math.max(commits.end, looked);
                    return events(connection, after, commits, wanted, extent);
                });
    }

    private Future<FeedPage> events(
            SqlConnection connection, long after, Commits commits, Wanted wanted, Extent extent) {
        Set<String> bots = Set.of(wanted.bots());
        commits.sessionEvents.removeIf(event -> event.offset() <= after
                || !wanted.everything() && !bots.contains(event.session().botId()));
        Set<SessionKey> keys = new HashSet<>();
        commits.sessionEvents.forEach(event -> keys.add(event.session()));
        Future<List<FeedEvent>> rows = commits.firstOffsets.isEmpty() || extent == Extent.SESSIONS
                ? Future.succeededFuture(new ArrayList<>())
                : PgFeedRows.read(connection, commits.firstOffsets, wanted);
        Future<Map<SessionKey, State>> states = sessions.read(connection, keys);
        return Future.all(rows, states).map(read -> {
            List<FeedEvent> events = rows.result();
            events.removeIf(event -> event.offset() <= after);
            for (SessionEvent event : commits.sessionEvents) {
                addSession(event, states.result().get(event.session()), extent, events);
            }
            events.sort(Comparator.comparingLong(FeedEvent::offset));
            return new FeedPage(commits.epoch, commits.head, commits.end, commits.lastAge, 0, events);
        });
    }

    private static void addSession(SessionEvent event, State state, Extent extent, List<FeedEvent> events) {
        boolean superseded = extent != Extent.EVERYTHING
                && event.kind() == Kind.SESSION_UPDATED
                && state != null
                && !state.isOf(event.commitId(), event.position());
        // A session that is gone was removed with all that belongs to it.
        if (state != null && !superseded) {
            events.add(new FeedEvent(
                    event.offset(),
                    event.kind(),
                    state.key().botId(),
                    state.key().sessionId(),
                    state.gameName(),
                    state.json()));
        }
    }

    private static void add(Row row, Commits commits) {
        commits.epoch = row.getString(0);
        commits.head = row.getLong(1);
        if (row.getValue(2) == null) {
            return;
        }
        long commitId = row.getLong(2);
        long first = row.getLong(3);
        commits.firstOffsets.put(commitId, first);
        commits.end = Math.max(commits.end, first + row.getInteger(4) - 1);
        commits.lastAge = Math.max(0, row.getLong(9));
        String[] bots = row.getArrayOfStrings(5);
        for (int i = 0; bots != null && i < bots.length; i++) {
            commits.sessionEvents.add(new SessionEvent(
                    new SessionKey(bots[i], row.getArrayOfStrings(6)[i]),
                    SESSION_KINDS.get(row.getArrayOfStrings(7)[i]),
                    commitId,
                    first,
                    row.getArrayOfIntegers(8)[i]));
        }
    }
}
