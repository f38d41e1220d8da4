package dev.crashanalytics.round;

import static dev.crashanalytics.fact.FactType.choice;
import static dev.crashanalytics.fact.FactType.decimal;
import static dev.crashanalytics.fact.FactType.text;
import static dev.crashanalytics.fact.FactType.timestamp;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactDefinition;
import dev.crashanalytics.fact.FactType;
import java.util.List;

/** What a bot may say when it opens or closes a session. */
public enum SessionFact implements Fact {
    BOT_ID("bot_id", text(50)),
    SESSION_ID("session_id", text(100)),
    GAME_NAME("game_name", text(50)),
    START_TIME("start_time", timestamp()),
    END_TIME("end_time", timestamp()),
    INITIAL_BALANCE("initial_balance", decimal()),
    FINAL_BALANCE("final_balance", decimal()),
    STATUS("status", choice("active", "completed", "error", "interrupted")),
    NOTES("notes", text(4000));

    private final FactDefinition definition;

    SessionFact(String column, FactType type, String... aliases) {
        this.definition = new FactDefinition(column, type, List.of(aliases));
    }

    @Override
    public FactDefinition definition() {
        return definition;
    }
}
