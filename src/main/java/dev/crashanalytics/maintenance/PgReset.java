package dev.crashanalytics.maintenance;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Empties the database, as if it had just been created. Ids go on from where they were: connections have taken some in
 * advance. What they remember of sessions is found to be gone when it is used.
 */
@ApplicationScoped
class PgReset {

    private static final String TABLES = """
            SELECT string_agg(quote_ident(relname), ', ' ORDER BY relname) FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
              AND relname NOT IN ('flyway_schema_history', 'feed_head')
            """;

    /** Those that the first migration brings. */
    private static final String SEED = """
            INSERT INTO game_platform_config (game_name, platform_code, house_edge_percent, min_multiplier)
            VALUES ('aviator', 'pmbetting', 3.5, 1),
                   ('aviator', 'dafabet', 3.5, 1),
                   ('aviator', 'fun88', 3.5, 1),
                   ('aviatrix', 'aviatrix_labs', 3.5, 1),
                   ('jetx', 'smartsoft', 4.0, 1)
            """;

    /** Offsets begin anew, so they mean something else: subscribers learn it from the epoch. */
    private static final String RENEW = """
            UPDATE feed_head SET epoch = gen_random_uuid(), next_offset = 1 RETURNING epoch
            """;

    /** Empties every table and puts the seeded platforms back; answers the new epoch. */
    Uni<UUID> run(PgJobConnection connection) {
        return connection.inTransaction(() -> connection
                .keepSettlersOut()
                .chain(connection::keepIngestOut)
                .chain(() -> connection.execute(TABLES))
                .chain(tables -> connection.execute(
                        "TRUNCATE " + tables.iterator().next().getString(0)))
                .chain(() -> connection.execute(SEED))
                .chain(() -> connection.execute(RENEW))
                .map(rows -> rows.iterator().next().getUUID(0)));
    }
}
