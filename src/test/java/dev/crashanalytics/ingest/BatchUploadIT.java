package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import dev.crashanalytics.testing.SlowUpload;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A batch is taken as it arrives, within its limits. */
class BatchUploadIT {

    private static final String NDJSON = "application/x-ndjson";

    private final ApiClient api = ApiClient.shared();

    private static long rounds(String bot) {
        return Rows.number("SELECT count(*) FROM crash_game_rounds WHERE bot_id = ?", bot);
    }

    private static void awaitRounds(String bot, long count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> rounds(bot) == count);
    }

    @Test
    void firstItemsAreStoredBeforeTheUploadEnds() throws IOException {
        String bot = RoundBody.newBot("slow");
        try (SlowUpload upload = new SlowUpload(CrashServer.shared())) {
            // When a first item has come, and half of the second, within one of its characters
            upload.send(RoundBody.win(bot, 1) + "\n");
            String second = RoundBody.win(bot, 2).with("ocr_text", "1,5x 🚀").toString();
            upload.send(second.substring(0, 20));

            // Then the first is stored, while the client is at the second
            awaitRounds(bot, 1);
            upload.send(second.substring(20) + "\n");
            awaitRounds(bot, 2);
            String response = upload.finish();

            assertThat(response).startsWith("HTTP/1.1 200").contains("\"accepted\":2,\"duplicates\":0,\"rejected\":0");
        }
        assertThat(Rows.text("SELECT ocr_raw_text FROM crash_game_rounds WHERE bot_id = ? AND round_number = 2", bot))
                .isEqualTo("1,5x 🚀");
    }

    @Test
    void whatWasTakenFromAClientThatWentAwayIsStoredOnce() throws IOException {
        // Given a client that goes away within its third item
        String bot = RoundBody.newBot("gone");
        try (SlowUpload upload = new SlowUpload(CrashServer.shared())) {
            upload.send(RoundBody.win(bot, 1) + "\n" + RoundBody.win(bot, 2) + "\n"
                    + RoundBody.win(bot, 3).toString().substring(0, 50));
            awaitRounds(bot, 2);
        }

        // When it comes back and sends everything again
        JsonNode answer = api.batch(RoundBody.win(bot, 1), RoundBody.win(bot, 2), RoundBody.win(bot, 3));

        // Then every round is there once
        assertThat(answer.get("duplicates").asInt()).isEqualTo(2);
        assertThat(answer.get("accepted").asInt()).isEqualTo(1);
        assertThat(rounds(bot)).isEqualTo(3);
        assertThat(Rows.number("SELECT total_rounds FROM session_logs WHERE bot_id = ?", bot))
                .isEqualTo(3);
    }

    @Test
    void itemsBeyondFiftyThousandAreRefusedOneByOne() {
        // Given 50,000 items, a good one among them, and two good ones more
        String bot = RoundBody.newBot("many");
        String body = RoundBody.win(bot, 1) + "\n" + "7\n".repeat(49_999) + RoundBody.win(bot, 2) + "\n"
                + RoundBody.win(bot, 3) + "\n";

        JsonNode answer = api.batch(NDJSON, body).expect(200).json();

        assertThat(answer.get("items")).hasSize(50_002);
        assertThat(answer.get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.at("/items/49999/code").asText()).isEqualTo("malformed_json");
        assertThat(answer.at("/items/50000/code").asText()).isEqualTo("too_many_items");
        assertThat(answer.at("/items/50001/code").asText()).isEqualTo("too_many_items");
        assertThat(rounds(bot)).isEqualTo(1);
    }

    @Test
    void anItemThatIsTooLargeCostsOnlyItself() {
        String bot = RoundBody.newBot("large");
        String large =
                RoundBody.win(bot, 2).with("ocr_text", "x".repeat(5_000_000)).toString();

        for (String separator : new String[] {"\n", ","}) {
            String items = RoundBody.win(bot, 1) + separator + large + separator + RoundBody.win(bot, 3);
            boolean array = separator.equals(",");
            JsonNode answer = api.batch(array ? "application/json" : NDJSON, array ? "[" + items + "]" : items)
                    .expect(200)
                    .json();

            assertThat(answer.get("items")).hasSize(3);
            assertThat(answer.at("/items/1/code").asText()).isEqualTo("too_large");
            assertThat(answer.at("/items/2/round_number").asInt()).isEqualTo(3);
        }
        assertThat(rounds(bot)).isEqualTo(2);
    }

    @Test
    void uploadsBeyondTheLimitOfOtherBodiesAreTaken() {
        // Given 12 MB of rounds: what one body must not hold, a batch may
        String bot = RoundBody.newBot("megabytes");
        StringBuilder body = new StringBuilder();
        for (int number = 1; number <= 200; number++) {
            body.append(RoundBody.win(bot, number).raw("metadata", "\"" + "m".repeat(60_000) + "\""))
                    .append('\n');
        }

        JsonNode answer = api.batch(NDJSON, body.toString()).expect(200).json();

        assertThat(answer.get("accepted").asInt()).isEqualTo(200);
        assertThat(Rows.number("SELECT min(length(metadata::text)) FROM crash_game_rounds WHERE bot_id = ?", bot))
                .isEqualTo(60_002);
    }

    @Test
    void otherMediaTypesAndParametersAreRefusedAndTheConnectionGoesOn() {
        String bot = RoundBody.newBot("media");
        String body = (RoundBody.win(bot, 1) + "\n").repeat(3_000);

        api.batch("text/csv", body).problem(415, "unsupported_media_type");
        assertThat(api.send("POST", "/rounds/batch?dry_run=true", NDJSON, body)
                        .problem(422, "invalid")
                        .errorFields())
                .containsExactly("dry_run");
        assertThat(rounds(bot)).isZero();

        JsonNode taken = api.batch(
                        "Application/JSON; charset=UTF-8", RoundBody.win(bot, 1).toString())
                .expect(200)
                .json();
        assertThat(taken.get("accepted").asInt()).isEqualTo(1);
    }
}
