package dev.crashanalytics.wire;

import dev.crashanalytics.problem.Refusal;

/** Writes what live clients are sent, as JSON text. Stateless, for any thread. */
public final class LiveFrames {

    private LiveFrames() {}

    /** The first frame of a WebSocket. */
    public static String hello(int maxMessageBytes, int maxSubscriptions, String epoch, long offset) {
        return "{\"type\":\"hello\",\"protocol\":\"" + ServerFrames.PROTOCOL + "\",\"limits\":{\"max_message_bytes\":"
                + maxMessageBytes + ",\"max_subscriptions\":" + maxSubscriptions + "}," + position(epoch, offset) + "}";
    }

    /**
     * A subscription begins.
     *
     * @param offset after which its events follow
     * @param recovered whether that is the last event the client has seen
     * @param snapshot the state at that offset as JSON; null where the client has it
     */
    public static String subscribed(
            ClientId id, String topic, String epoch, long offset, boolean recovered, String snapshot) {
        return "{\"type\":\"subscribed\",\"id\":" + id.json() + ",\"topic\":" + Json.quote(topic) + ","
                + position(epoch, offset) + ",\"recovered\":" + recovered + ",\"snapshot\":" + snapshot + "}";
    }

    /** A subscription has ended. */
    public static String unsubscribed(ClientId id, String topic) {
        return "{\"type\":\"unsubscribed\",\"id\":" + id.json() + ",\"topic\":" + Json.quote(topic) + "}";
    }

    /** Something is refused. */
    public static String error(ClientId id, Refusal refusal) {
        return ServerFrames.write(new ServerFrame.Error(id, refusal));
    }

    /** A subscriber was too far behind: so many events are not sent to it. */
    public static String lagged(String topic, long missed) {
        return "{\"type\":\"lagged\",\"topic\":" + Json.quote(topic) + ",\"missed\":" + missed + "}";
    }

    /** Nothing has happened, or not to this client. */
    public static String heartbeat(String epoch, long offset) {
        return "{\"type\":\"heartbeat\"," + position(epoch, offset) + "}";
    }

    /** How every event of a topic begins. */
    public static String eventPrefix(String topic) {
        return "{\"type\":\"event\",\"topic\":" + Json.quote(topic) + ",\"offset\":";
    }

    /**
     * An event.
     *
     * @param prefix of its topic
     * @param data a JSON object
     */
    public static String event(String prefix, long offset, String name, String data) {
        return prefix + offset + ",\"event\":\"" + name + "\",\"data\":" + data + "}";
    }

    private static String position(String epoch, long offset) {
        return "\"epoch\":" + Json.quote(epoch) + ",\"offset\":" + offset;
    }
}
