package dev.crashanalytics.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks up which event ids are stored already. */
final class PgEvents {

    private static final String REPLACED = """
            UNION ALL
            SELECT e.bot_id, e.session_id, e.event_id, e.multiplier_id, e.round_id,
                   (SELECT c.first_offset FROM commits c WHERE c.commit_id = e.commit_id) + e.position
            FROM unnest($1::text[], $2::text[], $3::text[]) AS k (bot_id, session_id, event_id)
            CROSS JOIN LATERAL (
                SELECT * FROM replaced_multiplier_events o
                WHERE o.bot_id = k.bot_id AND o.session_id = k.session_id AND o.event_id = k.event_id OFFSET 0) AS e
            """;

    private static final Map<EventTable, String> LOOK_UP = Arrays.stream(EventTable.values())
            .collect(Collectors.toMap(
                    table -> table, PgEvents::lookUpSql, (one, other) -> one, () -> new EnumMap<>(EventTable.class)));

    private PgEvents() {}

    /**
     * What identifies an event.
     *
     * @param sessionId null where it belongs to none
     */
    record EventKey(EventTable table, String botId, String sessionId, String eventId) {}

    /** An event that is stored; {@code offset} is null where its table is not published. */
    record StoredEvent(EventKey key, long id, Long roundId, Long offset) {}

    static Future<RowSet<Row>> lookUp(SqlConnection connection, EventTable table, Collection<EventKey> keys) {
        return connection.preparedQuery(LOOK_UP.get(table)).execute(Tuple.from(new Object[] {
            keys.stream().map(EventKey::botId).toArray(String[]::new),
            keys.stream().map(EventKey::sessionId).toArray(String[]::new),
            keys.stream().map(EventKey::eventId).toArray(String[]::new)
        }));
    }

    static StoredEvent read(EventTable table, Row row) {
        EventKey key = new EventKey(table, row.getString(0), row.getString(1), row.getString(2));
        return new StoredEvent(key, row.getLong(3), row.getLong(4), row.getLong(5));
    }

    private static String lookUpSql(EventTable table) {
        return """
            SELECT e.bot_id, e.session_id, e.event_id, e.id, e.round_id, %s
            FROM unnest($1::text[], $2::text[], $3::text[]) AS k (bot_id, session_id, event_id)
            CROSS JOIN LATERAL (
                SELECT * FROM %s o
                WHERE o.bot_id = k.bot_id AND coalesce(o.session_id, '') = coalesce(k.session_id, '')
                  AND o.event_id = k.event_id OFFSET 0) AS e
            %s
            """.formatted(
                        table.published()
                                ? "(SELECT c.first_offset FROM commits c WHERE c.commit_id = e.commit_id) + e.position"
                                : "NULL::bigint",
                        table.table(),
                        table == EventTable.MULTIPLIERS ? REPLACED : "");
    }
}
