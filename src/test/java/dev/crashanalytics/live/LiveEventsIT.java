package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.EventStream;
import dev.crashanalytics.testing.RoundBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Live updates as an event stream, through an HTTP client that knows nothing of them. */
class LiveEventsIT {

    private final ApiClient api = ApiClient.shared();

    @Test
    void aStreamIsTheFramesOfTheWebSocketAndGoesOnAfterTheLastEvent() throws IOException {
        String bot = RoundBody.newBot("sse");
        api.log(RoundBody.win(bot, 1));
        String lastId;
        try (EventStream stream = EventStream.open(CrashServer.shared(), "session:" + bot + "/s1", null)) {
            // Given a stream, its snapshot and a round
            EventStream.Event subscribed = stream.next();
            assertThat(subscribed.name()).isEqualTo("subscribed");
            assertThat(subscribed.id()).isNull();
            assertThat(subscribed.fields()).containsExactly("event", "data");
            assertThat(subscribed.data().at("/snapshot/rounds")).hasSize(1);
            api.log(RoundBody.win(bot, 2));
            EventStream.Event round = stream.next();
            assertThat(round.name()).isEqualTo("round");
            assertThat(round.fields()).containsExactly("id", "event", "data");
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
        try (EventStream stream = EventStream.open(CrashServer.shared(), "session:" + bot + "%2Fs1", lastId)) {
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
