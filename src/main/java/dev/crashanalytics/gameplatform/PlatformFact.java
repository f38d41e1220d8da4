package dev.crashanalytics.gameplatform;

import static dev.crashanalytics.fact.FactType.flag;
import static dev.crashanalytics.fact.FactType.multiplier;
import static dev.crashanalytics.fact.FactType.percent;
import static dev.crashanalytics.fact.FactType.text;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactDefinition;
import dev.crashanalytics.fact.FactType;
import java.util.List;

/** What can be said of a game on a platform. */
public enum PlatformFact implements Fact {
    GAME_NAME("game_name", text(50)),
    PLATFORM_CODE("platform_code", text(50)),
    PLATFORM_URL("platform_url", text(500)),
    ROUND_EXTERNAL_ID_FORMAT("round_external_id_format", text(200)),
    CURRENCY("currency", text(10)),
    HOUSE_EDGE_PERCENT("house_edge_percent", percent(100)),
    MIN_MULTIPLIER("min_multiplier", multiplier()),
    MAX_MULTIPLIER("max_multiplier", multiplier()),
    IS_ACTIVE("is_active", flag());

    private final FactDefinition definition;

    PlatformFact(String column, FactType type) {
        this.definition = new FactDefinition(column, type, List.of());
    }

    @Override
    public FactDefinition definition() {
        return definition;
    }
}
