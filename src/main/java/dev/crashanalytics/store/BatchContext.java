package dev.crashanalytics.store;

import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.Warning;
import dev.crashanalytics.store.PgEvents.EventKey;
import dev.crashanalytics.store.PgEvents.StoredEvent;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What the plans of one transaction share. An answer is a function of the first offset of the commit, since that is known
 * only at its end. Used by one thread.
 *
 * @param newEvents answers to the events that this transaction stores
 */
record BatchContext(
        BatchView view,
        PgWrites writes,
        PgBatchIds ids,
        OffsetDateTime now,
        Map<EventKey, LongFunction<Receipt>> newEvents) {

    BatchContext(BatchView view, PgWrites writes, PgBatchIds ids, OffsetDateTime now) {
        this(view, writes, ids, now, new HashMap<>());
    }

    static LongFunction<Receipt> refused(Refusal refusal) {
        return firstOffset -> new Receipt.Refused(refusal);
    }

    /** The answer to an event that is stored already, here or earlier. */
    Optional<LongFunction<Receipt>> repeated(EventKey event, Long roundNumber) {
        if (event.eventId() == null) {
            return Optional.empty();
        }
        LongFunction<Receipt> here = newEvents.get(event);
        if (here != null) {
            return Optional.of(first -> asDuplicate((Receipt.Stored) here.apply(first)));
        }
        StoredEvent stored = view.event(event);
        return stored == null
                ? Optional.empty()
                : Optional.of(first -> row(event, stored.id(), stored.roundId(), roundNumber, true, stored.offset()));
    }

    /** Remembers the answer to an event, for those who repeat it. */
    LongFunction<Receipt> remember(EventKey event, LongFunction<Receipt> answer) {
        if (event.eventId() != null) {
            newEvents.put(event, answer);
        }
        return answer;
    }

    /** The receipt of a row that is neither round nor session. */
    static Receipt row(EventKey event, Long id, Long roundId, Long roundNumber, boolean duplicate, Long offset) {
        return new Receipt.Stored(
                id, roundId, event.botId(), event.sessionId(), roundNumber, duplicate, offset, List.of());
    }

    /** The receipt of a round. */
    static LongFunction<Receipt> round(RoundState round, boolean duplicate, List<Warning> warnings) {
        RoundKey key = round.key();
        return first -> new Receipt.Stored(
                null,
                round.id(),
                key.botId(),
                key.sessionId(),
                key.roundNumber(),
                duplicate,
                round.offset(first),
                warnings);
    }

    /** The round a log entry belongs to, if it is stored. */
    RoundState roundOf(String botId, String sessionId, Long roundNumber) {
        return sessionId == null || roundNumber == null
                ? null
                : view.round(new RoundKey(botId, sessionId, roundNumber));
    }

    private static Receipt asDuplicate(Receipt.Stored stored) {
        return new Receipt.Stored(
                stored.recordId(),
                stored.roundId(),
                stored.botId(),
                stored.sessionId(),
                stored.roundNumber(),
                true,
                stored.offset(),
                stored.warnings());
    }
}
