package dev.crashanalytics.round;

import static dev.crashanalytics.fact.FactType.amount;
import static dev.crashanalytics.fact.FactType.choice;
import static dev.crashanalytics.fact.FactType.confidence;
import static dev.crashanalytics.fact.FactType.decimal;
import static dev.crashanalytics.fact.FactType.flag;
import static dev.crashanalytics.fact.FactType.json;
import static dev.crashanalytics.fact.FactType.multiplier;
import static dev.crashanalytics.fact.FactType.rank;
import static dev.crashanalytics.fact.FactType.text;
import static dev.crashanalytics.fact.FactType.timestamp;
import static dev.crashanalytics.fact.FactType.whole;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactDefinition;
import dev.crashanalytics.fact.FactType;
import java.util.List;

/**
 * Everything a bot may say about a round: the columns of {@code crash_game_rounds} that are not the server's own,
 * with the names the Python library used beside them.
 */
public enum RoundFact implements Fact {
    BOT_ID("bot_id", text(50)),
    SESSION_ID("session_id", text(100)),
    GAME_NAME("game_name", text(50)),
    PLATFORM_CODE("platform_code", text(50)),
    ROUND_EXTERNAL_ID("round_external_id", text(100)),
    CURRENCY("currency", text(10)),
    ROUND_NUMBER("round_number", rank()),
    ROUND_START_TIMESTAMP("round_start_timestamp", timestamp()),
    ROUND_END_TIMESTAMP("round_end_timestamp", timestamp()),
    DURATION_SECONDS("duration_seconds", amount()),
    PROCESSING_TIME_MS("processing_time_ms", amount()),
    STAKE_VALUE("stake_value", amount()),
    STAKE_BEFORE_UPDATE("stake_before_update", amount()),
    STAKE_AFTER_UPDATE("stake_after_update", amount()),
    STRATEGY_NAME("strategy_name", text(50)),
    TARGET_MULTIPLIER("target_multiplier", multiplier()),
    MANUAL_OVERRIDE_FLAG("manual_override_flag", flag()),
    STAKE_PLACEMENT_RESULT("stake_placement_result", text(50)),
    CRASH_MULTIPLIER_DETECTED("crash_multiplier_detected", multiplier(), "crash_multiplier"),
    CASHOUT_MULTIPLIER("cashout_multiplier", multiplier()),
    FINAL_MULTIPLIER("final_multiplier", multiplier()),
    MULTIPLIER_SOURCE("multiplier_source", choice("ocr", "api", "manual")),
    CASHOUT_AMOUNT("cashout_amount", decimal()),
    PROFIT_LOSS_AMOUNT("profit_loss_amount", decimal(), "profit_loss"),
    RUNNING_BALANCE_BEFORE("running_balance_before", decimal()),
    RUNNING_BALANCE_AFTER("running_balance_after", decimal()),
    EXPECTED_PROFIT("expected_profit", decimal()),
    VARIANCE_FROM_STRATEGY("variance_from_strategy", decimal()),
    ROI_PERCENT("roi_percent", decimal()),
    OCR_RAW_TEXT("ocr_raw_text", text(2000), "ocr_text"),
    OCR_CLEANED_VALUE("ocr_cleaned_value", text(200)),
    MULTIPLIER_DETECTION_CONFIDENCE("multiplier_detection_confidence", confidence(), "ocr_confidence"),
    CASHOUT_DETECTION_CONFIDENCE("cashout_detection_confidence", confidence()),
    OCR_TIMEOUT_FLAG("ocr_timeout_flag", flag()),
    SCREENSHOT_REFERENCE_ID("screenshot_reference_id", text(200)),
    ROUND_OUTCOME("round_outcome", choice("WIN", "LOSS", "SKIP", "ERROR")),
    ERROR_TYPE(
            "error_type",
            choice(
                    "bet_failed",
                    "no_multiplier",
                    "early_crash",
                    "ocr_error",
                    "network_drop",
                    "timeout",
                    "insufficient_balance",
                    "unknown")),
    ERROR_DESCRIPTION("error_description", text(4000)),
    RECOVERY_ACTION_TAKEN("recovery_action_taken", text(1000), "recovery_action"),
    RETRY_COUNT("retry_count", whole(0, Integer.MAX_VALUE)),
    METADATA("metadata", json());

    private final FactDefinition definition;

    RoundFact(String column, FactType type, String... aliases) {
        this.definition = new FactDefinition(column, type, List.of(aliases));
    }

    @Override
    public FactDefinition definition() {
        return definition;
    }
}
