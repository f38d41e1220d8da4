package dev.crashanalytics.wire;

import dev.crashanalytics.problem.Refusal;

/** What a client of the live WebSocket sends. */
public sealed interface LiveRequest {

    /** The client's own name for it. */
    ClientId id();

    /**
     * Asks for a topic.
     *
     * @param epoch of the last event seen; null where none was
     * @param offset of the last event seen
     */
    record Subscribe(ClientId id, String topic, String epoch, long offset) implements LiveRequest {}

    /** Gives a topic up. */
    record Unsubscribe(ClientId id, String topic) implements LiveRequest {}

    /** Neither. */
    record Invalid(ClientId id, Refusal refusal) implements LiveRequest {}
}
