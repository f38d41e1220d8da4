package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
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
import org.junit.jupiter.api.Test;

/** Live updates as an event stream, through an HTTP client that knows nothing of them. */
class LiveEventsIT {

    private final ApiClient api = ApiClient.shared();

    /** An event stream that is read line by line, as browsers do. */
    private static final class EventStream implements AutoCloseable {

        private final BufferedReader lines;

        private EventStream(String topic, String lastEventId) {
            try {
                HttpRequest.Builder request = ApiClient.shared().request("/live/events?topic=" + topic);
                if (lastEventId != null) {
                    request.header("Last-Event-ID", lastEventId);
                }
                var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("Content-Type"))
                        .get()
                        .asString()
                        .startsWith("text/event-stream");
                lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private record Event(String name, String id, JsonNode data) {}

        /** The next one that is no heartbeat. */
        private Event next() throws IOException {
            String name = null;
            String id = null;
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); !line.isEmpty() || name == null; line = lines.readLine()) {
                String value = line.substring(line.indexOf(':') + 1).stripLeading();
                if (line.startsWith("event:")) {
                    name = value;
                } else if (line.startsWith("id:")) {
                    id = value;
                } else if (line.startsWith("data:")) {
                    data.append(value);
                }
            }
            return name.equals("heartbeat") ? next() : new Event(name, id, json(data.toString()));
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

    @Test
    void aStreamIsTheFramesOfTheWebSocketAndGoesOnAfterTheLastEvent() throws IOException {
        String bot = RoundBody.newBot("sse");
        api.log(RoundBody.win(bot, 1));
        String lastId;
        try (EventStream stream = new EventStream("session:" + bot + "/s1", null)) {
            // Given a stream, its snapshot and a round
            EventStream.Event subscribed = stream.next();
            assertThat(subscribed.name()).isEqualTo("subscribed");
            assertThat(subscribed.id()).isNull();
            assertThat(subscribed.data().at("/snapshot/rounds")).hasSize(1);
            api.log(RoundBody.win(bot, 2));
            EventStream.Event round = stream.next();
            assertThat(round.name()).isEqualTo("round");
            assertThat(round.data().get("type").textValue()).isEqualTo("event");
            assertThat(round.id())
                    .isEqualTo(subscribed.data().get("epoch").textValue() + ":"
                            + round.data().get("offset").asLong());
            EventStream.Event updated = stream.next();
            assertThat(updated.name()).isEqualTo("session_updated");
            lastId = round.id();
        }
        // When it breaks after the round, and rounds go on
        api.log(RoundBody.win(bot, 3));

        // Then it comes back where it was
        try (EventStream stream = new EventStream("session:" + bot + "%2Fs1", lastId)) {
            EventStream.Event subscribed = stream.next();
            assertThat(subscribed.data().get("recovered").booleanValue()).isTrue();
            EventStream.Event third = stream.next();
            assertThat(third.data().at("/data/round_number").asInt()).isEqualTo(3);
            assertThat(stream.next().name()).isEqualTo("session_updated");
            api.log(RoundBody.win(bot, 4));
            assertThat(stream.next().data().at("/data/round_number").asInt()).isEqualTo(4);
        }
    }

    @Test
    void aStreamThatCannotBeIsAProblem() {
        api.get("/live/events").problem(422, "invalid");
        api.get("/live/events?topic=").problem(422, "invalid");
        api.get("/live/events?topic=all&since=1").problem(422, "invalid");
        api.get("/live/events?topic=nothing").problem(422, "unknown_topic");
        api.get("/live/events?topic=bot:" + RoundBody.newBot("none")).problem(404, "bot_not_found");
        api.get("/live/events?topic=game:poker").problem(404, "game_not_found");
        api.get("/live/events?topic=session:nobody/none").problem(404, "session_not_found");
        for (String id : new String[] {"1", "x:y", ":1", "e:-1", "e:99999999999999999999"}) {
            api.send(api.request("/live/events?topic=all")
                            .header("Last-Event-ID", id)
                            .build())
                    .problem(422, "invalid");
        }
    }

    @Test
    void aStreamThatIsLeftIsForgotten() throws Exception {
        CrashServer server = CrashServer.shared();
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(api.request("/live/events?topic=all").build(), BodyHandlers.ofInputStream());
        double before = server.metric("crash_live_connections");
        assertThat(before).isPositive();

        response.body().close();

        await().until(() -> server.metric("crash_live_connections") < before);
    }
}
