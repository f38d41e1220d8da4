package dev.crashanalytics.maintenance;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Asks PostgreSQL about itself. */
@ApplicationScoped
class PgStatus {

    /** Tables up to this size, about 100,000 rounds, are counted; the count takes some 10 ms. */
    private static final long COUNTED_UP_TO_BYTES = 32L << 20;

    /** Migrations that are repeated have no version. */
    private static final String SERVER = """
            SELECT current_setting('server_version') AS server_version, current_setting('fsync') AS fsync,
                current_setting('synchronous_commit') AS synchronous_commit,
                pg_database_size(current_database()) AS size_bytes,
                (SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL
                 ORDER BY installed_rank DESC LIMIT 1) AS migration
            """;

    /**
     * The estimate is the planner's: the density of rows at the last ANALYZE, times the pages there are now. Before
     * the first ANALYZE it is what the statistics collector saw come and go.
     */
    private static final String TABLES = """
            SELECT c.relname AS name, quote_ident(c.relname) AS identifier, pg_relation_size(c.oid) <= $1 AS counted,
                CASE WHEN c.relpages > 0 AND c.reltuples >= 0
                     THEN c.reltuples / c.relpages * (pg_relation_size(c.oid) / current_setting('block_size')::integer)
                     ELSE coalesce(s.n_live_tup, 0) END::bigint AS estimate
            FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                AND c.relname <> 'flyway_schema_history'
            ORDER BY c.relname
            """;

    private final Pool pool;

    PgStatus(Pool pool) {
        this.pool = pool;
    }

    /**
     * What the server says of itself.
     *
     * @param sizeBytes of the whole database, indexes included
     * @param migration the version of the schema
     */
    record Server(String version, String fsync, String synchronousCommit, long sizeBytes, String migration) {}

    /**
     * A table's number of rows.
     *
     * @param identifier the name, quoted for SQL where it must be
     * @param counted whether the table is small enough to be counted
     * @param rows the number; an estimate unless counted
     */
    record Table(String name, String identifier, boolean counted, long rows) {

        Table withRows(long counted) {
            return new Table(name, identifier, true, counted);
        }
    }

    Uni<Server> server() {
        return pool.query(SERVER)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new Server(
                        row.getString("server_version"),
                        row.getString("fsync"),
                        row.getString("synchronous_commit"),
                        row.getLong("size_bytes"),
                        row.getString("migration")));
    }

    /** Every table of the application, by name. */
    Uni<List<Table>> tables() {
        return pool.preparedQuery(TABLES)
                .execute(Tuple.of(COUNTED_UP_TO_BYTES))
                .map(rows -> stream(rows)
                        .map(row -> new Table(
                                row.getString("name"),
                                row.getString("identifier"),
                                row.getBoolean("counted"),
                                row.getLong("estimate")))
                        .toList())
                .chain(this::count);
    }

    /** The shortest possible round trip. */
    Uni<Void> ping() {
        return pool.query("SELECT 1").execute().replaceWithVoid();
    }

    private Uni<List<Table>> count(List<Table> tables) {
        String counts = tables.stream()
                .filter(Table::counted)
                .map(table -> "SELECT '" + table.name().replace("'", "''") + "' AS name, count(*) AS rows FROM "
                        + table.identifier())
                .collect(Collectors.joining(" UNION ALL "));
        return pool.query(counts)
                .execute()
                .map(rows -> stream(rows)
                        .collect(Collectors.toMap(row -> row.getString("name"), row -> row.getLong("rows"))))
                .map(counted -> withCounts(tables, counted));
    }

    private static List<Table> withCounts(List<Table> tables, Map<String, Long> counts) {
        return tables.stream()
                .map(table -> table.counted() ? table.withRows(counts.get(table.name())) : table)
                .toList();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
