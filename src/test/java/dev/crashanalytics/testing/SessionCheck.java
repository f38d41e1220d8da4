package dev.crashanalytics.testing;

import java.util.List;

/** Compares the running figures of sessions with what their rounds give. */
public final class SessionCheck {
    private static final String WRONG = """
            SELECT s.bot_id || '/' || s.session_id || ': ' || to_jsonb(s) || ' but ' || to_jsonb(r)
            FROM session_logs s
            JOIN LATERAL (
                SELECT count(*) AS rounds, count(*) FILTER (WHERE round_outcome = 'WIN') AS wins,
                       count(*) FILTER (WHERE round_outcome = 'LOSS') AS losses,
                       coalesce(sum(profit_loss_amount), 0) AS profit, max(round_number) AS last,
                       coalesce(max(profit_loss_amount) FILTER (WHERE round_outcome = 'WIN'), 0) AS largest_win,
                       coalesce(min(profit_loss_amount) FILTER (WHERE round_outcome = 'LOSS'), 0) AS largest_loss
                FROM crash_game_rounds c WHERE c.bot_id = s.bot_id AND c.session_id = s.session_id
            ) r ON true
            WHERE starts_with(s.bot_id, ?) AND NOT (
                s.total_rounds = r.rounds AND s.winning_rounds = r.wins AND s.losing_rounds = r.losses
                AND s.total_profit_loss = r.profit AND s.largest_win = r.largest_win
                AND s.largest_loss = r.largest_loss AND s.last_round_number = r.last)
            """;

    /** Rounds whose derived rows are not there exactly once. */
    private static final String WRONG_ROWS = """
            SELECT r.bot_id || '/' || r.round_number FROM crash_game_rounds r
            WHERE starts_with(r.bot_id, ?) AND (
                (SELECT count(*) FROM analytics_round_outcomes o WHERE o.round_id = r.id
                    AND o.bot_id = r.bot_id AND o.session_id = r.session_id AND o.round_number = r.round_number) <> 1
                OR (SELECT count(*) FROM analytics_round_multipliers m WHERE m.round_id = r.id AND m.is_derived
                    AND m.bot_id = r.bot_id AND m.session_id = r.session_id AND m.round_number = r.round_number)
                   <> CASE r.round_outcome WHEN 'WIN' THEN 2 ELSE 1 END)
            LIMIT 5
            """;

    private SessionCheck() {}

    /** What is wrong with the sessions of bots whose id starts so; empty where all is well. */
    public static List<String> complaints(CrashServer server, String botPrefix) {
        List<String> complaints = Sql.column(server, WRONG, botPrefix);
        complaints.addAll(Sql.column(server, WRONG_ROWS, botPrefix));
        return complaints;
    }
}
