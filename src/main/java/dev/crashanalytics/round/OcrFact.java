package dev.crashanalytics.round;

import static dev.crashanalytics.fact.FactType.confidence;
import static dev.crashanalytics.fact.FactType.rank;
import static dev.crashanalytics.fact.FactType.text;
import static dev.crashanalytics.fact.FactType.timestamp;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactDefinition;
import dev.crashanalytics.fact.FactType;
import java.util.List;

/** What a bot may say of one reading of the screen. */
public enum OcrFact implements Fact {
    ROUND_ID("round_id", rank()),
    BOT_ID("bot_id", text(50)),
    SESSION_ID("session_id", text(100)),
    ROUND_NUMBER("round_number", rank()),
    RAW_OCR_TEXT("raw_ocr_text", text(2000)),
    CLEANED_VALUE("cleaned_value", text(200)),
    CONFIDENCE("confidence", confidence()),
    VALIDATION_STATUS("validation_status", text(30)),
    TIMESTAMP("timestamp", timestamp()),
    EVENT_ID("event_id", text(64));

    private final FactDefinition definition;

    OcrFact(String column, FactType type, String... aliases) {
        this.definition = new FactDefinition(column, type, List.of(aliases));
    }

    @Override
    public FactDefinition definition() {
        return definition;
    }
}
