package dev.crashanalytics.stats;

import dev.crashanalytics.query.QueryValues;
import java.util.Optional;

/**
 * Which signals a statistic is about.
 *
 * @param botId the only bot; null for all
 * @param signalType the only type; null for all
 */
record SignalScope(String botId, String signalType) {

    private static final int NAME_LENGTH = 50;

    /** Reads the parameters of a call, null where not sent. */
    static SignalScope of(String botId, String signalType) {
        return new SignalScope(
                QueryValues.text("bot_id", botId, NAME_LENGTH),
                QueryValues.text("signal_type", signalType, NAME_LENGTH));
    }

    /** The bot, which may be unknown. */
    Optional<Scope> bot() {
        return Optional.ofNullable(botId).map(bot -> Scope.Kind.BOT.of(bot, null, null));
    }
}
