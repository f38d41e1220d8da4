package dev.crashanalytics.platform;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.Driver;

/**
 * Looks at an external PostgreSQL before the server starts on it, so that what is wrong is told in one line. Blocks
 * the main thread for at most the time limits of {@link ClientProperties#login}.
 */
final class Preflight {
    /** What the check asks the server, in one round trip. */
    private static final String FACTS = """
            SELECT current_setting('server_version_num')::int       AS version_num,
                   current_setting('server_version')                AS version,
                   pg_is_in_recovery()                              AS standby,
                   current_setting('transaction_read_only') = 'on'  AS read_only,
                   current_setting('server_encoding')               AS encoding,
                   current_schema()                                 AS schema_name,
                   has_schema_privilege(current_schema(), 'CREATE') AS may_create,
                   current_setting('fsync')                         AS fsync,
                   current_setting('synchronous_commit')            AS synchronous_commit,
                   current_setting('full_page_writes')              AS full_page_writes
            """;

    private static final int OLDEST_VERSION = 140_000;

    private Preflight() {}

    /**
     * Checks the server.
     *
     * @return what works but endangers data, one line each
     * @throws StartupFailure when the server cannot be used
     */
    static List<String> check(DatabaseSettings database) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            row.next();
            Facts facts = Facts.of(row);
            facts.require(database);
            return facts.warnings(database);
        } catch (SQLException e) {
            throw ConnectionFailure.explain(database, e);
        }
    }

    static Connection connect(DatabaseSettings database) throws SQLException {
        // The driver itself: DriverManager would look for it in the wrong class loader.
        return new Driver().connect(ClientProperties.jdbcUrl(database), ClientProperties.login(database));
    }

    /** What a server says of itself. */
    record Facts(
            int versionNumber,
            String version,
            boolean standby,
            boolean readOnly,
            String encoding,
            String schema,
            boolean mayCreate,
            String fsync,
            String synchronousCommit,
            String fullPageWrites) {

        static Facts of(ResultSet row) throws SQLException {
            return new Facts(
                    row.getInt("version_num"),
                    row.getString("version"),
                    row.getBoolean("standby"),
                    row.getBoolean("read_only"),
                    row.getString("encoding"),
                    row.getString("schema_name"),
                    row.getBoolean("may_create"),
                    row.getString("fsync"),
                    row.getString("synchronous_commit"),
                    row.getString("full_page_writes"));
        }

        void require(DatabaseSettings database) {
            if (versionNumber < OLDEST_VERSION) {
                throw new StartupFailure("PostgreSQL at " + database.address() + " is version " + version
                        + ", but 14 is the oldest that works: upgrade it, or point DB_HOST at a newer one.");
            }
            if (standby) {
                throw new StartupFailure("PostgreSQL at " + database.address()
                        + " is a standby and takes no writes: point DB_HOST at the primary.");
            }
            if (readOnly) {
                throw new StartupFailure("Database '" + database.name() + "' at " + database.address()
                        + " is read-only (default_transaction_read_only): switch that off for DB_USER '"
                        + database.user() + "', or choose another database.");
            }
            if (!"UTF8".equals(encoding)) {
                throw new StartupFailure("Database '" + database.name() + "' is encoded in " + encoding
                        + ", but its texts and indexes (collation ucs_basic) need UTF-8: run CREATE DATABASE .."
                        + " TEMPLATE template0 ENCODING 'UTF8' and name the new one in DB_NAME.");
            }
            requirePrivileges(database);
        }

        private void requirePrivileges(DatabaseSettings database) {
            if (schema == null) {
                throw new StartupFailure("DB_USER '" + database.user() + "' has no schema in database '"
                        + database.name() + "': create one and put it on the user's search_path.");
            }
            if (!mayCreate) {
                throw new StartupFailure("DB_USER '" + database.user() + "' may not create tables in schema '" + schema
                        + "' of database '" + database.name() + "': as its owner run GRANT CREATE, USAGE ON SCHEMA \""
                        + schema + "\" TO \"" + database.user() + "\".");
            }
        }

        List<String> warnings(DatabaseSettings database) {
            List<String> warnings = new ArrayList<>();
            warn(warnings, "fsync", fsync, database);
            warn(warnings, "synchronous_commit", synchronousCommit, database);
            warn(warnings, "full_page_writes", fullPageWrites, database);
            return List.copyOf(warnings);
        }

        private static void warn(List<String> warnings, String setting, String value, DatabaseSettings database) {
            if ("off".equals(value)) {
                warnings.add(setting + " is off on the PostgreSQL at " + database.address()
                        + ": a crash there can lose rounds that were acknowledged. Set " + setting + " = on.");
            }
        }
    }
}
