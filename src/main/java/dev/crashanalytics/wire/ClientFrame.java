package dev.crashanalytics.wire;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionKey;
import java.util.List;
import java.util.function.Function;

/** One object a client sent, read; {@code id} is the client's own. */
public sealed interface ClientFrame {

    ClientId id();

    /** Complete: ready to be stored. */
    record Complete(ClientId id, Entry entry) implements ClientFrame {}

    /**
     * Names its round by id only.
     *
     * @param address gives the entry once the round's key is known
     */
    record ByRoundId(ClientId id, long roundId, Said said, Function<RoundKey, Entry> address) implements ClientFrame {

        /** The fields that repeat the addressed round and contradict it. */
        public List<FactError> contradictions(RoundKey key) {
            return said.contradictions(key);
        }
    }

    /**
     * Names its session by session_id only: the one created last is meant.
     *
     * @param address gives the entry once the bot is known
     */
    record BySessionId(ClientId id, String sessionId, Function<SessionKey, Entry> address) implements ClientFrame {}

    /** Cannot be stored as it is. */
    record Invalid(ClientId id, Refusal refusal) implements ClientFrame {}

    /** The parts of a round's key that a frame repeats beside its id; null where it does not. */
    record Said(String botId, String sessionId, Long roundNumber) {

        List<FactError> contradictions(RoundKey key) {
            List<FactError> found = new java.util.ArrayList<>(0);
            contradiction("bot_id", botId, key.botId(), found);
            contradiction("session_id", sessionId, key.sessionId(), found);
            contradiction("round_number", roundNumber, key.roundNumber(), found);
            return found;
        }

        private static void contradiction(String field, Object said, Object stored, List<FactError> found) {
            if (said != null && !said.equals(stored)) {
                found.add(new FactError(field, "is " + stored + " for this round, not " + said));
            }
        }
    }
}
