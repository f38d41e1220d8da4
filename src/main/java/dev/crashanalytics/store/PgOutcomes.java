package dev.crashanalytics.store;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.OutcomeFact;
import dev.crashanalytics.round.RoundKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/** Outcomes in the bot's own words, laid over what follows from the round, and streaks after late rounds. */
final class PgOutcomes {

    /** What a bot may say itself; the rest of the frame only names the round. */
    private static final List<OutcomeFact> SAID = List.of(
            OutcomeFact.TIMESTAMP,
            OutcomeFact.STRATEGY_NAME,
            OutcomeFact.OUTCOME,
            OutcomeFact.PROFIT_LOSS,
            OutcomeFact.ROI_PERCENT,
            OutcomeFact.BET_AMOUNT,
            OutcomeFact.WINNINGS,
            OutcomeFact.LOSS_AMOUNT,
            OutcomeFact.TARGET_MULTIPLIER,
            OutcomeFact.ACTUAL_MULTIPLIER,
            OutcomeFact.MULTIPLIER_ERROR,
            OutcomeFact.HIT_TARGET,
            OutcomeFact.WIN_STREAK_LENGTH,
            OutcomeFact.LOSS_STREAK_LENGTH,
            OutcomeFact.OUTCOME_CATEGORY,
            OutcomeFact.DURATION_SECONDS);

    private static final Facts<OutcomeFact> NOTHING =
            Facts.builder(OutcomeFact.class).build();

    private static final PgRowSource<Map.Entry<RoundKey, Replacement>> ROWS = new PgRowSource.Builder<
                    Map.Entry<RoundKey, Replacement>>()
            .add("bot_id", ColumnType.TEXT, row -> row.getKey().botId())
            .add("session_id", ColumnType.TEXT, row -> row.getKey().sessionId())
            .add("round_number", ColumnType.BIGINT, row -> row.getKey().roundNumber())
            .add("is_said", ColumnType.FLAG, row -> row.getValue().said() != null)
            .add("only_if_derived", ColumnType.FLAG, row -> row.getValue().onlyIfDerived())
            .addAll(
                    SAID,
                    row -> row.getValue().said() == null
                            ? NOTHING
                            : row.getValue().said())
            .build();

    /** What is derived is taken from the row just derived anew, so that nothing of an earlier statement remains. */
    private static final String REPLACE = """
            UPDATE analytics_round_outcomes o
            SET is_derived = NOT s.is_said,
                streaks_derived = s.win_streak_length IS NULL AND s.loss_streak_length IS NULL,
                timestamp = coalesce(s.timestamp, d.timestamp),
                strategy_name = coalesce(s.strategy_name, d.strategy_name),
                outcome = coalesce(s.outcome, d.outcome),
                profit_loss = coalesce(s.profit_loss, d.profit_loss),
                roi_percent = coalesce(s.roi_percent, d.roi_percent),
                bet_amount = coalesce(s.bet_amount, d.bet_amount),
                winnings = coalesce(s.winnings, d.winnings),
                loss_amount = coalesce(s.loss_amount, d.loss_amount),
                target_multiplier = coalesce(s.target_multiplier, d.target_multiplier),
                actual_multiplier = coalesce(s.actual_multiplier, d.actual_multiplier),
                multiplier_error = coalesce(s.multiplier_error,
                    coalesce(s.actual_multiplier, d.actual_multiplier)
                        - coalesce(s.target_multiplier, d.target_multiplier)),
                hit_target = coalesce(s.hit_target,
                    coalesce(s.actual_multiplier, d.actual_multiplier)
                        >= coalesce(s.target_multiplier, d.target_multiplier)),
                win_streak_length = coalesce(s.win_streak_length,
                    CASE WHEN s.loss_streak_length > 0 THEN 0 ELSE o.win_streak_length END),
                loss_streak_length = coalesce(s.loss_streak_length,
                    CASE WHEN s.win_streak_length > 0 THEN 0 ELSE o.loss_streak_length END),
                outcome_category = coalesce(s.outcome_category, d.outcome_category),
                duration_seconds = coalesce(s.duration_seconds, d.duration_seconds),
                date_bucket = (coalesce(s.timestamp, d.timestamp) AT TIME ZONE 'UTC')::date,
                hour_bucket = extract(hour FROM coalesce(s.timestamp, d.timestamp) AT TIME ZONE 'UTC')
            FROM (%s) AS s
            CROSS JOIN LATERAL (
                SELECT %s FROM crash_game_rounds r
                WHERE r.bot_id = ANY (ARRAY[s.bot_id]) AND r.session_id = s.session_id AND r.round_number = s.round_number
            ) AS d (%s)
            WHERE o.bot_id = ANY (ARRAY[s.bot_id]) AND o.session_id = s.session_id AND o.round_number = s.round_number
              AND (NOT s.only_if_derived OR o.is_derived)
            RETURNING o.bot_id, o.session_id, o.round_number, o.id
            """.formatted(ROWS.ofMany(1), OutcomeColumns.DERIVED, OutcomeColumns.NAMES);

    /**
     * Streaks are the lengths of runs of one outcome among the rounds played. Computed anew from the last good streak
     * before the late rounds to {@code $4} rows on; rows whose streak does not change are not written, so the
     * revision ends where the next break does. Where earlier rounds are archived it begins with the streak they left, and
     * it never runs on over a gap that archived rounds have left.
     */
    private static final String REVISE_STREAKS = """
            WITH span AS (
                SELECT k.*, p.round_number AS base_round, coalesce(p.win_streak, 0) AS base_wins,
                       coalesce(p.loss_streak, 0) AS base_losses,
                       CASE WHEN a.round_number > k.first_round THEN a.round_number END AS gap
                FROM unnest($1::text[], $2::text[], $3::bigint[], $4::int[])
                    AS k (bot_id, session_id, first_round, row_limit)
                LEFT JOIN archived_streaks a ON a.bot_id = ANY (ARRAY[k.bot_id]) AND a.session_id = k.session_id
                LEFT JOIN LATERAL (
                    SELECT * FROM (
                        (SELECT o.round_number, o.win_streak_length AS win_streak, o.loss_streak_length AS loss_streak
                         FROM analytics_round_outcomes o
                         WHERE o.bot_id = k.bot_id AND o.session_id = k.session_id AND o.round_number < k.first_round
                           AND o.streaks_derived
                         ORDER BY o.round_number DESC LIMIT 1)
                        UNION ALL
                        SELECT a.round_number, a.win_streak, a.loss_streak WHERE a.round_number < k.first_round) AS known
                    ORDER BY known.round_number DESC LIMIT 1) p ON true
            ), candidate AS (
                SELECT s.bot_id, s.session_id, s.first_round, s.base_wins, s.base_losses, r.round_number,
                       r.round_outcome, r.round_outcome IN ('WIN', 'LOSS') AS played
                FROM span s
                CROSS JOIN LATERAL (
                    SELECT round_number, round_outcome FROM crash_game_rounds r
                    WHERE r.bot_id = s.bot_id AND r.session_id = s.session_id
                      AND r.round_number > coalesce(s.base_round, 0)
                      AND (s.gap IS NULL OR r.round_number < s.gap)
                    ORDER BY r.round_number LIMIT s.row_limit) r
            ), change AS (
                SELECT candidate.*, CASE WHEN played AND round_outcome IS DISTINCT FROM coalesce(
                           lag(round_outcome) OVER (PARTITION BY bot_id, session_id, first_round, played
                                                    ORDER BY round_number),
                           CASE WHEN base_wins > 0 THEN 'WIN' WHEN base_losses > 0 THEN 'LOSS' END)
                       THEN 1 ELSE 0 END AS breaks
                FROM candidate
            ), run AS (
                SELECT change.*, sum(breaks) OVER (PARTITION BY bot_id, session_id, first_round
                                                   ORDER BY round_number) AS run
                FROM change
            ), streak AS (
                SELECT run.*,
                       count(*) FILTER (WHERE played) OVER (PARTITION BY bot_id, session_id, first_round, run
                                                            ORDER BY round_number)
                           + CASE WHEN run = 0 THEN greatest(base_wins, base_losses) ELSE 0 END AS length,
                       coalesce(first_value(CASE WHEN played THEN round_outcome END)
                                    OVER (PARTITION BY bot_id, session_id, first_round, run
                                          ORDER BY breaks DESC, round_number),
                                CASE WHEN run = 0 AND base_wins > 0 THEN 'WIN'
                                     WHEN run = 0 AND base_losses > 0 THEN 'LOSS' END) AS kind
                FROM run
            ), result AS (
                SELECT bot_id, session_id, round_number,
                       CASE WHEN kind = 'WIN' THEN length ELSE 0 END AS wins,
                       CASE WHEN kind = 'LOSS' THEN length ELSE 0 END AS losses
                FROM streak
            ), revised AS (
                UPDATE analytics_round_outcomes o
                SET win_streak_length = f.wins, loss_streak_length = f.losses
                FROM result f
                WHERE o.bot_id = ANY (ARRAY[f.bot_id]) AND o.session_id = f.session_id AND o.round_number = f.round_number
                  AND o.streaks_derived
                  AND (o.win_streak_length, o.loss_streak_length) IS DISTINCT FROM (f.wins, f.losses)
            )
            UPDATE session_logs s
            SET win_streak = f.wins, loss_streak = f.losses
            FROM result f
            WHERE s.bot_id = ANY (ARRAY[f.bot_id]) AND s.session_id = f.session_id AND s.last_round_number = f.round_number
              AND (s.win_streak, s.loss_streak) IS DISTINCT FROM (f.wins, f.losses)
            """;

    private PgOutcomes() {}

    /**
     * How an outcome is written anew.
     *
     * @param said the bot's own words; null where it says nothing and all is derived
     * @param onlyIfDerived leave the outcome alone where the bot has spoken before
     */
    record Replacement(Facts<OutcomeFact> said, boolean onlyIfDerived) {

        static final Replacement DERIVED = new Replacement(null, true);
    }

    /** Replaces outcomes; answers the keys and ids of those that were. */
    static Future<RowSet<Row>> replace(SqlConnection connection, Map<RoundKey, Replacement> outcomes) {
        return connection.preparedQuery(REPLACE).execute(ROWS.addMany(List.copyOf(outcomes.entrySet()), Tuple.tuple()));
    }

    /** A stretch of rounds whose streaks are to be computed anew. */
    record LateRounds(String botId, String sessionId, long firstRound, int rowLimit) {}

    static Future<RowSet<Row>> reviseStreaks(SqlConnection connection, List<LateRounds> stretches) {
        return connection.preparedQuery(REVISE_STREAKS).execute(Tuple.from(new Object[] {
            stretches.stream().map(LateRounds::botId).toArray(String[]::new),
            stretches.stream().map(LateRounds::sessionId).toArray(String[]::new),
            stretches.stream().map(LateRounds::firstRound).toArray(Long[]::new),
            stretches.stream().map(LateRounds::rowLimit).toArray(Integer[]::new)
        }));
    }
}
