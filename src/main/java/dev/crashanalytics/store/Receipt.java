package dev.crashanalytics.store;

import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Warning;
import java.util.List;

/** What became of one entry. */
public sealed interface Receipt {

    /**
     * It is stored: the transaction that holds it has committed.
     *
     * @param recordId of the row where the entry is neither a round nor a session; else null
     * @param roundId of the round it is or belongs to; null where there is none, or not yet
     * @param duplicate whether it had been stored before
     * @param offset where it stands in the feed; null where it is not published
     */
    record Stored(
            Long recordId,
            Long roundId,
            String botId,
            String sessionId,
            Long roundNumber,
            boolean duplicate,
            Long offset,
            List<Warning> warnings)
            implements Receipt {}

    /** It is not stored, and what was stored is as it was. */
    record Refused(Refusal refusal) implements Receipt {}
}
