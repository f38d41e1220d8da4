package dev.crashanalytics.round;

import dev.crashanalytics.fact.Facts;
import java.util.List;

/** One thing a bot logs, well-formed and addressed; whether it fits what is stored, the store decides. */
public sealed interface Entry {

    String botId();

    /** A round, with what came nested in it; {@code outcome} is null where the bot left it to the server. */
    record Round(
            RoundKey key,
            Facts<RoundFact> facts,
            List<Facts<MultiplierFact>> multipliers,
            List<Facts<SignalFact>> signals,
            Facts<OutcomeFact> outcome)
            implements Entry {
        @Override
        public String botId() {
            return key.botId();
        }
    }

    /** A multiplier of a round that is stored, or still to come. */
    record Multiplier(RoundKey key, Facts<MultiplierFact> facts) implements Entry {
        @Override
        public String botId() {
            return key.botId();
        }
    }

    /** A signal about a round that is stored, or still to come. */
    record Signal(RoundKey key, Facts<SignalFact> facts) implements Entry {
        @Override
        public String botId() {
            return key.botId();
        }
    }

    /** The outcome of a stored round, in the bot's own words. */
    record RoundOutcome(RoundKey key, Facts<OutcomeFact> facts) implements Entry {
        @Override
        public String botId() {
            return key.botId();
        }
    }

    /** An error; {@code sessionId} and {@code roundNumber} are null where it belongs to none. */
    record Error(String botId, String sessionId, Long roundNumber, Facts<ErrorFact> facts) implements Entry {}

    /** A reading of the screen; {@code sessionId} and {@code roundNumber} are null where it belongs to none. */
    record Ocr(String botId, String sessionId, Long roundNumber, Facts<OcrFact> facts) implements Entry {}

    /** The start of a session. */
    record SessionStart(SessionKey key, Facts<SessionFact> facts) implements Entry {
        @Override
        public String botId() {
            return key.botId();
        }
    }

    /** The end of a session, or what its bot says of it later. */
    record SessionClose(SessionKey key, Facts<SessionFact> facts) implements Entry {
        @Override
        public String botId() {
            return key.botId();
        }
    }
}
