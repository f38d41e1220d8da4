package dev.crashanalytics.round;

import static dev.crashanalytics.fact.FactType.amount;
import static dev.crashanalytics.fact.FactType.choice;
import static dev.crashanalytics.fact.FactType.decimal;
import static dev.crashanalytics.fact.FactType.flag;
import static dev.crashanalytics.fact.FactType.multiplier;
import static dev.crashanalytics.fact.FactType.rank;
import static dev.crashanalytics.fact.FactType.text;
import static dev.crashanalytics.fact.FactType.timestamp;
import static dev.crashanalytics.fact.FactType.whole;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactDefinition;
import dev.crashanalytics.fact.FactType;
import java.util.List;

/** What a bot may say of the outcome of a round, in place of what the server derives. */
public enum OutcomeFact implements Fact {
    ROUND_ID("round_id", rank()),
    BOT_ID("bot_id", text(50)),
    SESSION_ID("session_id", text(100)),
    ROUND_NUMBER("round_number", rank()),
    TIMESTAMP("timestamp", timestamp()),
    GAME_NAME("game_name", text(50)),
    PLATFORM_CODE("platform_code", text(50)),
    STRATEGY_NAME("strategy_name", text(50)),
    OUTCOME("outcome", choice("WIN", "LOSS", "SKIP", "ERROR")),
    PROFIT_LOSS("profit_loss", decimal()),
    ROI_PERCENT("roi_percent", decimal()),
    BET_AMOUNT("bet_amount", amount()),
    WINNINGS("winnings", decimal()),
    LOSS_AMOUNT("loss_amount", decimal()),
    TARGET_MULTIPLIER("target_multiplier", multiplier()),
    ACTUAL_MULTIPLIER("actual_multiplier", multiplier()),
    MULTIPLIER_ERROR("multiplier_error", decimal()),
    HIT_TARGET("hit_target", flag()),
    WIN_STREAK_LENGTH("win_streak_length", whole(0, Integer.MAX_VALUE), "win_streak"),
    LOSS_STREAK_LENGTH("loss_streak_length", whole(0, Integer.MAX_VALUE), "loss_streak"),
    OUTCOME_CATEGORY("outcome_category", choice("catastrophic_loss", "big_win", "small_win", "small_loss", "neutral")),
    DURATION_SECONDS("duration_seconds", amount());

    private final FactDefinition definition;

    OutcomeFact(String column, FactType type, String... aliases) {
        this.definition = new FactDefinition(column, type, List.of(aliases));
    }

    @Override
    public FactDefinition definition() {
        return definition;
    }
}
