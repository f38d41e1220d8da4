package dev.crashanalytics.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LiveSubscriber;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sessions whose bots fell silent, with two servers that may notice. */
class IdleSessionsIT {

    private static CrashServer server(String name, TemporaryPostgres postgres) {
        return CrashServer.builder(name)
                .external(postgres)
                .property("crash.session.idle-timeout", "1500ms")
                .start();
    }

    @Test
    void aSilentSessionIsInterruptedOnceAndRevivedByItsNextRound() {
        try (TemporaryPostgres postgres = TemporaryPostgres.start("idle");
                CrashServer one = server("idle-1", postgres);
                CrashServer other = server("idle-2", postgres);
                LiveSubscriber live = LiveSubscriber.connect(other)) {
            // Given a closed session, and one whose bot says no more
            ApiClient api = ApiClient.of(one);
            String bot = RoundBody.newBot("idle");
            api.log(RoundBody.win(bot, 1).with("session_id", "closed"));
            api.send("PATCH", "/sessions/closed?bot_id=" + bot, "application/json", "{}")
                    .expect(200);
            api.log(RoundBody.win(bot, 1));
            JsonNode before = api.get("/sessions/s1?bot_id=" + bot).expect(200).json();
            live.subscribe("bot:" + bot);

            // Then it is interrupted, live and stored
            JsonNode event = live.next();
            assertThat(event.get("event").textValue()).isEqualTo("session_updated");
            assertThat(event.at("/data/session_id").textValue()).isEqualTo("s1");
            assertThat(event.at("/data/status").textValue()).isEqualTo("interrupted");
            JsonNode after = api.get("/sessions/s1?bot_id=" + bot).expect(200).json();
            assertThat(after.get("status").textValue()).isEqualTo("interrupted");
            assertThat(after.get("end_time").isNull()).isFalse();
            assertThat(after.get("duration_seconds")).isEqualTo(before.get("duration_seconds"));
            assertThat(api.get("/sessions/closed?bot_id=" + bot).text("status")).isEqualTo("completed");

            // Once: whoever else looks finds nothing
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            assertThat(one.metric("crash_session_interrupted_total") + other.metric("crash_session_interrupted_total"))
                    .isEqualTo(1);
            assertThat(Sql.count(
                            one,
                            "SELECT count(*) FROM commits WHERE session_kinds = '{updated}'"
                                    + " AND event_count = 1 AND session_bots = ARRAY[?]::text[]",
                            bot))
                    .isEqualTo(1);

            // And the next round revives it, at the server that has it in its memory
            JsonNode receipt =
                    api.post("/rounds", RoundBody.win(bot, 2)).expect(201).json();
            assertThat(receipt.get("warnings")).isEmpty();
            JsonNode round = live.next();
            assertThat(round.get("event").textValue()).isEqualTo("round");
            assertThat(round.get("offset").longValue())
                    .isEqualTo(event.get("offset").longValue() + 1);
            JsonNode revived = live.next();
            assertThat(revived.at("/data/status").textValue()).isEqualTo("active");
            assertThat(revived.at("/data/end_time").isNull()).isTrue();
            assertThat(revived.at("/data/total_rounds").intValue()).isEqualTo(2);
        }
    }
}
