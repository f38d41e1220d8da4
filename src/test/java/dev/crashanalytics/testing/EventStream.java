package dev.crashanalytics.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The event stream of a topic, read line by line as browsers do. */
public final class EventStream implements AutoCloseable {

    private final BufferedReader lines;

    private EventStream(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /**
     * One event.
     *
     * @param id null where it has none
     * @param fields the names of its fields, in the order they came
     */
    public record Event(String name, String id, JsonNode data, List<String> fields) {}

    /** Opens a stream after the last event that was seen, or with a snapshot where that is null. */
    public static EventStream open(CrashServer server, String topic, String lastEventId) {
        HttpRequest.Builder request = ApiClient.of(server).request("/live/events?topic=" + topic);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type"))
                    .get()
                    .asString()
                    .startsWith("text/event-stream");
            return new EventStream(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The next one that is no heartbeat; null where the stream has ended. */
    public Event next() throws IOException {
        String name = null;
        String id = null;
        StringBuilder data = new StringBuilder();
        List<String> fields = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && name != null) {
                return name.equals("heartbeat") ? next() : new Event(name, id, json(data.toString()), fields);
            }
            String field = line.substring(0, Math.max(0, line.indexOf(':')));
            String value = line.substring(line.indexOf(':') + 1).stripLeading();
            if (!line.isEmpty()) {
                fields.add(field);
            }
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data.append(value);
                default -> {
                    // told by its name
                }
            }
        }
        return null;
    }

    private static JsonNode json(String text) {
        try {
            return ApiClient.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
