package dev.crashanalytics.wire;

import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Warning;
import java.util.List;

/** What the ingest stream sends. */
public sealed interface ServerFrame {

    /** The answer to one object a client sent. */
    sealed interface Answer extends ServerFrame permits Ack, Error {}

    /**
     * The first frame of a connection.
     *
     * @param maxMessageBytes larger messages close the connection (1009)
     * @param maxItemsPerMessage items of an array beyond this are refused one by one
     */
    record Hello(int maxMessageBytes, int maxItemsPerMessage) implements ServerFrame {}

    /**
     * One object is stored: its transaction has committed.
     *
     * @param recordId of the stored row where it is no round and no session; else null
     * @param roundId null where the object belongs to no stored round
     * @param duplicate whether it had been stored before
     * @param offset where it stands in the feed; null where it is not published
     */
    record Ack(
            ClientId id,
            Long recordId,
            Long roundId,
            String botId,
            String sessionId,
            Long roundNumber,
            boolean duplicate,
            Long offset,
            List<Warning> warnings)
            implements Answer {}

    /** One object is not stored. */
    record Error(ClientId id, Refusal refusal) implements Answer {}

    /** The answers to the objects of one array, in its order. */
    record Acks(List<Answer> items) implements ServerFrame {}
}
