package dev.crashanalytics.round;

import static dev.crashanalytics.fact.FactType.amount;
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

/** What a bot may say of one signal: a pattern it saw or a prediction it made. */
public enum SignalFact implements Fact {
    ROUND_ID("round_id", rank()),
    BOT_ID("bot_id", text(50)),
    SESSION_ID("session_id", text(100)),
    ROUND_NUMBER("round_number", rank()),
    GAME_NAME("game_name", text(50)),
    PLATFORM_CODE("platform_code", text(50)),
    TIMESTAMP("timestamp", timestamp()),
    SIGNAL_TYPE("signal_type", text(50)),
    CONFIDENCE_SCORE("confidence_score", confidence(), "confidence"),
    SIGNAL_STRENGTH("signal_strength", decimal(), "strength"),
    TIME_TO_CRASH_PREDICTED_MS("time_to_crash_predicted_ms", amount(), "time_to_crash_ms"),
    VOLATILITY_MEASURE("volatility_measure", decimal(), "volatility"),
    MOMENTUM_SCORE("momentum_score", decimal(), "momentum"),
    PATTERN_MATCH_TYPE("pattern_match_type", text(50), "pattern_type"),
    SIMILAR_ROUNDS_COUNT("similar_rounds_count", whole(0, Integer.MAX_VALUE), "similar_rounds"),
    PREDICTED_MULTIPLIER("predicted_multiplier", multiplier()),
    SIGNAL_CORRECTNESS("signal_correctness", flag()),
    ACTUAL_MULTIPLIER("actual_multiplier", multiplier()),
    PREDICTION_ERROR("prediction_error", decimal()),
    FEATURE_VECTOR("feature_vector", json()),
    EVENT_ID("event_id", text(64));

    private final FactDefinition definition;

    SignalFact(String column, FactType type, String... aliases) {
        this.definition = new FactDefinition(column, type, List.of(aliases));
    }

    @Override
    public FactDefinition definition() {
        return definition;
    }
}
