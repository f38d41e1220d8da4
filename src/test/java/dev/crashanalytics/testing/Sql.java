package dev.crashanalytics.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One question to a server's database. */
public final class Sql {
    private Sql() {}

    /** The first column of the only row, as text. */
    public static String one(CrashServer server, String sql, Object... parameters) {
        List<String> all = column(server, sql, parameters);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " rows instead of one: " + sql);
        }
        return all.get(0);
    }

    /** A count. */
    public static long count(CrashServer server, String sql, Object... parameters) {
        return Long.parseLong(one(server, sql, parameters));
    }

    /** The first column of every row, as text. */
    public static List<String> column(CrashServer server, String sql, Object... parameters) {
        try (Connection connection = server.connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> values = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    values.add(row.getString(1));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
