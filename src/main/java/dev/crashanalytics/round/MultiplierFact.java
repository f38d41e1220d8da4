package dev.crashanalytics.round;

import static dev.crashanalytics.fact.FactType.confidence;
import static dev.crashanalytics.fact.FactType.decimal;
import static dev.crashanalytics.fact.FactType.flag;
import static dev.crashanalytics.fact.FactType.multiplier;
import static dev.crashanalytics.fact.FactType.rank;
import static dev.crashanalytics.fact.FactType.text;
import static dev.crashanalytics.fact.FactType.timestamp;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactDefinition;
import dev.crashanalytics.fact.FactType;
import java.util.List;

/** What a bot may say of one multiplier of a round: a tick of the flight, the crash or the cash-out. */
public enum MultiplierFact implements Fact {
    ROUND_ID("round_id", rank()),
    BOT_ID("bot_id", text(50)),
    SESSION_ID("session_id", text(100)),
    ROUND_NUMBER("round_number", rank()),
    GAME_NAME("game_name", text(50)),
    PLATFORM_CODE("platform_code", text(50)),
    ROUND_EXTERNAL_ID("round_external_id", text(100)),
    MULTIPLIER("multiplier", multiplier()),
    TIMESTAMP("timestamp", timestamp()),
    IS_CRASH_MULTIPLIER("is_crash_multiplier", flag(), "is_crash"),
    IS_CASHOUT_MULTIPLIER("is_cashout_multiplier", flag(), "is_cashout"),
    MAX_IN_ROUND("max_in_round", flag(), "is_max"),
    OCR_CONFIDENCE("ocr_confidence", confidence()),
    DATA_QUALITY_SCORE("data_quality_score", decimal(), "quality_score"),
    EVENT_ID("event_id", text(64));

    private final FactDefinition definition;

    MultiplierFact(String column, FactType type, String... aliases) {
        this.definition = new FactDefinition(column, type, List.of(aliases));
    }

    @Override
    public FactDefinition definition() {
        return definition;
    }
}
