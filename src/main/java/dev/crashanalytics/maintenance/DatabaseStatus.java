package dev.crashanalytics.maintenance;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the database holds and how it is set.
 *
 * @param totalRecords the rows of all tables
 * @param tables rows by table
 * @param estimatedTables those of them too big to count on every call: their rows are the planner's estimate
 * @param sizeBytes of the whole database on disk, indexes included
 * @param size the same
 * @param fsync {@code on}, or an acknowledged round may be lost with the machine's power
 * @param synchronousCommit {@code on}, likewise
 * @param migration the version of the schema
 */
@JsonNaming(SnakeCaseStrategy.class)
record DatabaseStatus(
        long totalRecords,
        SortedMap<String, Long> tables,
        List<String> estimatedTables,
        long sizeBytes,
        long size,
        String serverVersion,
        String fsync,
        String synchronousCommit,
        String migration) {

    static DatabaseStatus of(PgStatus.Server server, List<PgStatus.Table> tables) {
        SortedMap<String, Long> rows = new TreeMap<>();
        tables.forEach(table -> rows.put(table.name(), table.rows()));
        return new DatabaseStatus(
                rows.values().stream().mapToLong(Long::longValue).sum(),
                rows,
                tables.stream()
                        .filter(table -> !table.counted())
                        .map(PgStatus.Table::name)
                        .toList(),
                server.sizeBytes(),
                server.sizeBytes(),
                server.version(),
                server.fsync(),
                server.synchronousCommit(),
                server.migration());
    }
}
