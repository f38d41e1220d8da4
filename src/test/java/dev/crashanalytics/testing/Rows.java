package dev.crashanalytics.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the shared server's database holds, read beside the server. */
public final class Rows {

    private static Connection connection;

    private Rows() {}

    /** Every row, as column to value. */
    public static synchronized List<Map<String, Object>> of(String sql, Object... parameters) {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The only row. */
    public static Map<String, Object> one(String sql, Object... parameters) {
        List<Map<String, Object>> rows = of(sql, parameters);
        if (rows.size() != 1) {
            throw new AssertionError("expected one row, found " + rows);
        }
        return rows.get(0);
    }

    /** The only value of the only row, as PostgreSQL's text of it; null where it is null. */
    public static String text(String sql, Object... parameters) {
        Object value = one(sql, parameters).values().iterator().next();
        return value == null ? null : value.toString();
    }

    /** The only value of the only row. */
    public static long number(String sql, Object... parameters) {
        return ((Number) one(sql, parameters).values().iterator().next()).longValue();
    }

    private static Connection connection() throws SQLException {
        if (connection == null) {
            connection = CrashServer.shared().connection();
        }
        return connection;
    }

    private static Map<String, Object> row(ResultSet result) throws SQLException {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
        }
        return row;
    }
}
