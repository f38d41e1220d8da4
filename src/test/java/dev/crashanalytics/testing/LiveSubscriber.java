package dev.crashanalytics.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A client of the live WebSocket that reads when asked to, and passes over heartbeats. */
public final class LiveSubscriber implements AutoCloseable {

    /** The path of the live WebSocket. */
    public static final String PATH = "/api/v1/live";

    private final StreamClient client;
    private final JsonNode hello;

    private LiveSubscriber(StreamClient client) {
        this.client = client;
        this.hello = client.readJson();
    }

    /** Connects and reads the server's hello. */
    public static LiveSubscriber connect(CrashServer server) {
        return new LiveSubscriber(StreamClient.open(server, PATH));
    }

    public JsonNode hello() {
        return hello;
    }

    /** What lies below, for frames of a test's own making. */
    public StreamClient client() {
        return client;
    }

    /** Asks for a topic and reads on to the answer, which must be the next frame of this connection. */
    public JsonNode subscribe(String topic) {
        return exchange(request("subscribe", topic).toString());
    }

    /** Asks for what came after an event. */
    public JsonNode subscribe(String topic, String epoch, long offset) {
        ObjectNode request = request("subscribe", topic);
        request.putObject("since").put("epoch", epoch).put("offset", offset);
        return exchange(request.toString());
    }

    public void send(String text) {
        client.send(text);
    }

    /** Sends a message and reads the next frame. */
    public JsonNode exchange(String text) {
        client.send(text);
        return next();
    }

    /** The next frame that is no heartbeat. */
    public JsonNode next() {
        JsonNode frame = client.readJson();
        while (frame.get("type").textValue().equals("heartbeat")) {
            frame = client.readJson();
        }
        return frame;
    }

    /** The next frames up to the first that is looked for, which is the last of them. */
    public List<JsonNode> until(Predicate<JsonNode> wanted) {
        List<JsonNode> frames = new ArrayList<>();
        JsonNode frame;
        do {
            frame = next();
            frames.add(frame);
        } while (!wanted.test(frame));
        return frames;
    }

    /** The frames up to the event of an offset, or of a later one. */
    public List<JsonNode> untilOffset(long offset) {
        return until(frame -> frame.path("offset").asLong() >= offset
                && frame.get("type").textValue().equals("event"));
    }

    @Override
    public void close() {
        client.close();
    }

    private static ObjectNode request(String type, String topic) {
        return ApiClient.JSON
                .createObjectNode()
                .put("type", type)
                .put("id", topic)
                .put("topic", topic);
    }
}
