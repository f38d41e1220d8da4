package dev.crashanalytics.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Gives a restored database a new epoch: {@code java -jar quarkus-run.jar renew-epoch}. Subscribers that know offsets of
 * the feed as it was before the restore then learn that those mean something else now. No server may be running on the
 * database; where that database is the embedded one, its lock sees to it.
 */
final class EpochRenewal {
    private static final String UPDATE = "UPDATE feed_head SET epoch = gen_random_uuid()";

    private static final String UNDEFINED_TABLE = "42P01";

    private EpochRenewal() {}

    static int run() {
        try (Database database = Database.open(LaunchConfig.load())) {
            renew(database);
            System.out.println("The feed has a new epoch (" + database.describe() + ").");
            return 0;
        } catch (StartupFailure e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static void renew(Database database) {
        try (Connection connection = Preflight.connect(database.settings());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(UPDATE);
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                throw new StartupFailure(
                        "The database has no feed yet, so no epoch to renew: start the server once.", e);
            }
            throw ConnectionFailure.explain(database.settings(), e);
        }
    }
}
