package dev.crashanalytics.testing;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A round whose every figure follows from its number, so that what is stored can be told from what should be.
 *
 * @param number from 1
 */
public record TestRound(String botId, String sessionId, long number) {

    /** Another round of the same session. */
    public TestRound withNumber(long other) {
        return new TestRound(botId, sessionId, other);
    }

    /** The JSON object a bot sends. */
    public String json() {
        return json("");
    }

    /** The JSON object with more members, each followed by a comma. */
    public String json(String members) {
        return "{" + members + "\"bot_id\":\"" + botId + "\",\"session_id\":\"" + sessionId
                + "\",\"game_name\":\"aviator\",\"platform_code\":\"fun88\",\"round_number\":" + number
                + ",\"stake_value\":" + stake() + ",\"crash_multiplier\":" + crash()
                + (isWin()
                        ? ",\"cashout_multiplier\":1.33,\"round_outcome\":\"WIN\"}"
                        : ",\"round_outcome\":\"LOSS\"}");
    }

    /** The JSON object with a client's own id. */
    public String jsonWithId(long id) {
        return json("\"id\":" + id + ",");
    }

    public BigDecimal stake() {
        return BigDecimal.valueOf(100 + number * 7 % 1_000, 2);
    }

    public BigDecimal crash() {
        return BigDecimal.valueOf(isWin() ? 150 + number % 300 : 101 + number % 30, 2);
    }

    public BigDecimal profit() {
        return isWin() ? stake().multiply(new BigDecimal("0.33")) : stake().negate();
    }

    public boolean isWin() {
        return number % 3 != 0;
    }

    /** Whether stored figures are these; trailing zeros say nothing. */
    public boolean isStoredAs(Stored stored) {
        return stored.stake().compareTo(stake()) == 0
                && stored.crash().compareTo(crash()) == 0
                && stored.profit().compareTo(profit()) == 0;
    }

    /** What the database holds of a round. */
    public record Stored(long id, BigDecimal stake, BigDecimal crash, BigDecimal profit) {}

    /** The rounds of a session by number; fails where one is there twice. */
    public static Map<Long, Stored> stored(Connection connection, String botId, String sessionId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT round_number, id, stake_value, crash_multiplier_detected, profit_loss_amount"
                        + " FROM crash_game_rounds WHERE bot_id = ? AND session_id = ?")) {
            query.setString(1, botId);
            query.setString(2, sessionId);
            Map<Long, Stored> rounds = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Stored stored = new Stored(
                            row.getLong(2), row.getBigDecimal(3), row.getBigDecimal(4), row.getBigDecimal(5));
                    if (rounds.put(row.getLong(1), stored) != null) {
                        throw new AssertionError("round " + row.getLong(1) + " is stored twice");
                    }
                }
            }
            return rounds;
        }
    }
}
