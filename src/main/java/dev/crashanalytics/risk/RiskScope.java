package dev.crashanalytics.risk;

import java.util.Locale;

/**
 * Whose rounds a risk is about.
 *
 * @param botId the bot, or whose session it is; empty for a strategy
 * @param name the session or strategy; empty for a bot
 */
record RiskScope(Kind kind, String botId, String name) {

    /** What a scope is. */
    enum Kind {
        BOT,
        SESSION,
        STRATEGY;

        /** As the table of kept days has it. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RiskScope bot(String botId) {
        return new RiskScope(Kind.BOT, botId, "");
    }

    static RiskScope session(String botId, String sessionId) {
        return new RiskScope(Kind.SESSION, botId, sessionId);
    }

    static RiskScope strategy(String name) {
        return new RiskScope(Kind.STRATEGY, "", name);
    }
}
