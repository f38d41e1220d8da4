package dev.crashanalytics.round;

import static dev.crashanalytics.fact.FactType.rank;
import static dev.crashanalytics.fact.FactType.text;
import static dev.crashanalytics.fact.FactType.timestamp;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactDefinition;
import dev.crashanalytics.fact.FactType;
import java.util.List;

/** What a bot may say of an error it met. */
public enum ErrorFact implements Fact {
    ROUND_ID("round_id", rank()),
    BOT_ID("bot_id", text(50)),
    SESSION_ID("session_id", text(100)),
    ROUND_NUMBER("round_number", rank()),
    ERROR_TYPE("error_type", text(100)),
    ERROR_MESSAGE("error_message", text(4000)),
    ERROR_TRACE("error_trace", text(20_000)),
    RECOVERY_ACTION("recovery_action", text(1000)),
    TIMESTAMP("timestamp", timestamp()),
    EVENT_ID("event_id", text(64));

    private final FactDefinition definition;

    ErrorFact(String column, FactType type, String... aliases) {
        this.definition = new FactDefinition(column, type, List.of(aliases));
    }

    @Override
    public FactDefinition definition() {
        return definition;
    }
}
