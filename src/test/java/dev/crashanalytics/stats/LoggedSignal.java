package dev.crashanalytics.stats;

import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A signal as a test sends it.
 *
 * @param round of this bot, with sessions of 50
 * @param saidCorrect what the bot itself says of its correctness; null where it leaves that to the server
 * @param saidActual what the bot itself says the multiplier was; null where it leaves that to the server
 */
record LoggedSignal(
        String bot,
        int round,
        String game,
        String eventId,
        String type,
        Instant time,
        BigDecimal confidence,
        BigDecimal target,
        Boolean saidCorrect,
        BigDecimal saidActual) {

    private static final int ROUNDS_OF_A_SESSION = 50;

    /** What addresses a round in a message. */
    static RoundBody key(String bot, int round, String game) {
        return RoundBody.key(bot, round % ROUNDS_OF_A_SESSION + 1)
                .with("session_id", "session-" + round / ROUNDS_OF_A_SESSION)
                .with("game_name", game);
    }

    /** The JSON of a message of its own. */
    RoundBody body() {
        return facts(key(bot, round, game).with("type", "signal"));
    }

    /** The JSON of a signal nested in its round. */
    RoundBody nestedBody() {
        return facts(RoundBody.empty());
    }

    private RoundBody facts(RoundBody body) {
        return body.with("event_id", eventId)
                .with("signal_type", type)
                .with("timestamp", time.toString())
                .with("confidence_score", text(confidence))
                .with("predicted_multiplier", text(target))
                .with("signal_correctness", saidCorrect)
                .with("actual_multiplier", text(saidActual));
    }

    private static String text(BigDecimal value) {
        return value == null ? null : value.toPlainString();
    }
}
