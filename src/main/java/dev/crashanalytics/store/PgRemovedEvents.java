package dev.crashanalytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Notes up to which offset events of a bot are gone from the feed, in the transaction that removes their rows: no subscriber
 * that has seen less may be told that it got everything since. Whoever removes published rows, or changes what was
 * published without publishing it anew, uses one of these.
 */
public final class PgRemovedEvents {

    /** A part of the statement that removes rows: what it published must stand in {@code published (bot_id, commit_id, position)}. */
    public static final String NOTE = """
            noted AS (
                INSERT INTO feed_removals AS f (bot_id, last_offset)
                SELECT p.bot_id, max(c.first_offset + p.position)
                FROM published p JOIN commits c ON c.commit_id = p.commit_id
                WHERE c.first_offset IS NOT NULL
                GROUP BY p.bot_id
                ON CONFLICT (bot_id) DO UPDATE SET last_offset = greatest(f.last_offset, excluded.last_offset)
            )
            """;

    private static final String NOTE_ALL = """
            INSERT INTO feed_removals AS f (bot_id, last_offset)
            SELECT $1, next_offset - 1 FROM feed_head
            ON CONFLICT (bot_id) DO UPDATE SET last_offset = greatest(f.last_offset, excluded.last_offset)
            """;

    private PgRemovedEvents() {}

    /** Everything published so far counts as gone, of this bot. */
    public static Uni<Void> noteAll(SqlConnection connection, String botId) {
        return connection.preparedQuery(NOTE_ALL).execute(Tuple.of(botId)).replaceWithVoid();
    }
}
