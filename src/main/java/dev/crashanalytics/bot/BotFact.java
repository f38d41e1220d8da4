package dev.crashanalytics.bot;

import static dev.crashanalytics.fact.FactType.amount;
import static dev.crashanalytics.fact.FactType.choice;
import static dev.crashanalytics.fact.FactType.decimal;
import static dev.crashanalytics.fact.FactType.flag;
import static dev.crashanalytics.fact.FactType.text;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactDefinition;
import dev.crashanalytics.fact.FactType;
import java.util.List;

/** What can be said of a bot. */
public enum BotFact implements Fact {
    BOT_ID("bot_id", text(50)),
    BOT_NAME("bot_name", text(100)),
    VM_NAME("vm_name", text(100)),
    VM_PROVIDER("vm_provider", choice("vastai", "runpod", "digitalocean", "aws", "gcp", "local", "other")),
    REGION("region", text(50)),
    SESSION_ID("session_id", text(100)),
    STRATEGY_NAME("strategy_name", text(50)),
    IS_ACTIVE("is_active", flag()),
    INITIAL_BALANCE("initial_balance", decimal()),
    BASE_STAKE("base_stake", amount()),
    MAX_STAKE("max_stake", amount());

    private final FactDefinition definition;

    BotFact(String column, FactType type) {
        this.definition = new FactDefinition(column, type, List.of());
    }

    @Override
    public FactDefinition definition() {
        return definition;
    }
}
