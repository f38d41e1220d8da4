package dev.crashanalytics.store;

/**
 * The columns of {@code analytics_round_outcomes} that follow from their round, and the expressions that derive them from
 * a row {@code r} of {@code crash_game_rounds}. Written once: a round's outcome is derived when the round is stored, and
 * again under what a bot says itself.
 */
final class OutcomeColumns {

    static final String NAMES = """
            timestamp, game_name, platform_code, strategy_name, outcome, profit_loss, roi_percent, bet_amount,
            winnings, loss_amount, target_multiplier, actual_multiplier, multiplier_error, hit_target,
            outcome_category, duration_seconds, date_bucket, hour_bucket
            """;

    /** In the order of {@link #NAMES}. Winnings and losses are amounts, never negative. */
    static final String DERIVED = """
            coalesce(r.round_end_timestamp, r.round_start_timestamp), r.game_name, r.platform_code, r.strategy_name,
            r.round_outcome, r.profit_loss_amount, r.roi_percent, r.stake_value,
            CASE WHEN r.round_outcome = 'WIN' THEN coalesce(r.cashout_amount, r.stake_value + r.profit_loss_amount)
                 ELSE 0 END,
            greatest(-r.profit_loss_amount, 0),
            r.target_multiplier, r.crash_multiplier_detected,
            r.crash_multiplier_detected - r.target_multiplier,
            r.crash_multiplier_detected >= r.target_multiplier,
            CASE WHEN r.profit_loss_amount < 0 AND -r.profit_loss_amount > r.running_balance_before * 0.2
                     THEN 'catastrophic_loss'
                 WHEN r.roi_percent >= 100 THEN 'big_win'
                 WHEN r.roi_percent > 0 THEN 'small_win'
                 WHEN r.roi_percent < 0 THEN 'small_loss'
                 ELSE 'neutral' END,
            r.duration_seconds,
            (coalesce(r.round_end_timestamp, r.round_start_timestamp) AT TIME ZONE 'UTC')::date,
            extract(hour FROM coalesce(r.round_end_timestamp, r.round_start_timestamp) AT TIME ZONE 'UTC')::smallint
            """;

    private OutcomeColumns() {}
}
