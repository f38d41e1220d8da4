package dev.crashanalytics.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.Api;
import dev.crashanalytics.testing.Api.Answer;
import dev.crashanalytics.testing.CrashServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BotIT {

    private final Api api = new Api(CrashServer.shared());
    private final String bot = Api.unique("bot");

    @Test
    void registersABotWithEverythingTheGuideSays() {
        Answer created = api.post("/bots", """
                {"bot_id": "%s", "bot_name": "Aviator Main Bot", "vm_name": "GPU-Instance-1",
                 "vm_provider": "digitalocean", "region": "nyc3", "session_id": "session_20251121_001",
                 "strategy_name": "compound_1.33x", "initial_balance": "1000.00", "base_stake": 10, "max_stake": 100.5}
                """.formatted(bot));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.response().body())
                .contains("\"initial_balance\":1000.00", "\"base_stake\":10.00", "\"max_stake\":100.50");
        assertThat(created.text("vm_provider")).isEqualTo("digitalocean");
        assertThat(created.body().path("is_active").asBoolean()).isTrue();
        assertThat(created.text("created_at")).endsWith("Z");
        assertThat(api.get("/bots/" + bot).body()).isEqualTo(created.body());
    }

    @Test
    void asksForNothingButTheId() {
        Answer created = register("");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("bot_name").isNull()).isTrue();
    }

    @Test
    void updatesWhatIsSentAndKeepsTheRest() {
        register(", \"bot_name\": \"first\", \"region\": \"nyc3\", \"base_stake\": 1");

        Answer updated = register(", \"bot_name\": \"zweiter 🎲\", \"region\": null, \"is_active\": false");

        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.text("bot_name")).isEqualTo("zweiter 🎲");
        assertThat(updated.text("region")).isEqualTo("nyc3");
        assertThat(updated.text("base_stake")).isEqualTo("1.00");
        assertThat(updated.body().path("is_active").asBoolean()).isFalse();
    }

    @Test
    void comparesTheStakesWithThoseKnownBefore() {
        register(", \"base_stake\": 10, \"max_stake\": 20").isStatus(201);

        register(", \"base_stake\": 20.01").isInvalid("max_stake");
        register(", \"max_stake\": 9.99").isInvalid("max_stake");
        assertThat(api.get("/bots/" + bot).text("base_stake")).isEqualTo("10.00");
        register(", \"base_stake\": 30, \"max_stake\": 30").isStatus(200);
    }

    @Test
    void aRefusedFirstRegistrationLeavesNothing() {
        register(", \"base_stake\": 2, \"max_stake\": 1").isInvalid("max_stake");

        api.get("/bots/" + bot).isProblem(404, "bot_not_found");
    }

    @Test
    void ofManyFirstRegistrationsAtOnceExactlyOneCreates() {
        ExecutorService callers = Executors.newFixedThreadPool(20);
        List<CompletableFuture<Answer>> calls = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> register(", \"region\": \"r" + i + "\""), callers))
                .toList();

        List<Integer> statuses =
                calls.stream().map(CompletableFuture::join).map(Answer::status).toList();
        callers.shutdown();

        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(19);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "bot_name    | 5",
                "bot_name    | \"\\u0000\"",
                "bot_name    | \"\\ud800\"",
                "vm_provider | \"azure\"",
                "is_active   | \"yes\"",
                "is_active   | 1",
                "base_stake  | -0.01",
                "base_stake  | \"NaN\"",
                "base_stake  | 1e400",
                "base_stake  | 1000000000000",
                "base_stake  | [1]",
                "base_stake  | {}",
                "base_stake  | \"\"",
                "initial_balance | true",
                "bot_nam     | \"typo\"",
                "id          | 7"
            })
    void refusesAFieldByItsName(String field, String value) {
        register(", \"" + field.strip() + "\": " + value.strip()).isInvalid(field.strip());

        api.get("/bots/" + bot).isProblem(404, "bot_not_found");
    }

    @Test
    void namesEveryWrongField() {
        register(", \"bot_name\": 1, \"region\": 2, \"nonsense\": 3").isInvalid("bot_name", "region", "nonsense");
    }

    @Test
    void refusesIdsThatAreNone() {
        api.post("/bots", "{}").isInvalid("bot_id");
        api.post("/bots", "{\"bot_id\": null}").isInvalid("bot_id");
        api.post("/bots", "{\"bot_id\": \"\"}").isInvalid("bot_id");
        api.post("/bots", "{\"bot_id\": \"" + "x".repeat(51) + "\"}").isInvalid("bot_id");
        api.post("/bots", "{\"bot_id\": 12}").isInvalid("bot_id");
    }

    @Test
    void countsAnIdInCharacters() {
        String id = Api.unique("") + "🎲".repeat(36);

        assertThat(api.post("/bots", "{\"bot_id\": \"" + id + "\"}").status()).isEqualTo(201);
        assertThat(api.get("/bots/" + Api.encode(id)).text("bot_id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "[]",
                "null",
                "{",
                "{\"bot_id\":\"a\"} {}",
                "{\"bot_id\":NaN}",
                "bot_id=a",
                "{'bot_id':1}"
            })
    void refusesWhatIsNoJsonObject(String body) {
        api.post("/bots", body).isProblem(400, "malformed_json");
    }

    @Test
    void refusesWhatIsNoUtf8() {
        byte[] latin = {'{', '"', 'b', 'o', 't', '_', 'i', 'd', '"', ':', '"', (byte) 0xe4, '"', '}'};

        api.call("POST", "/bots", "Content-Type", "application/json", BodyPublishers.ofByteArray(latin))
                .isProblem(400, "malformed_json");
    }

    @Test
    void refusesADeepNest() {
        register(", \"bot_name\": " + nest(600)).isInvalid("bot_name");
        register(", \"bot_name\": " + nest(100_001)).isProblem(400, "malformed_json");
    }

    @Test
    void listsEachBotOnce() {
        List<String> bots = Stream.of("c", "a", "b").map(suffix -> bot + suffix).toList();
        bots.forEach(id -> api.post("/bots", "{\"bot_id\": \"" + id + "\"}"));

        List<String> listed = api.pages("/bots", 2).stream()
                .map(entry -> entry.path("bot_id").asText())
                .toList();

        assertThat(listed).doesNotHaveDuplicates().containsSubsequence(bots.get(1), bots.get(2), bots.get(0));
    }

    @Test
    void knowsNoBotThatCannotBe() {
        api.get("/bots/" + bot).isProblem(404, "bot_not_found");
        api.get("/bots/" + "x".repeat(51)).isProblem(404, "bot_not_found");
        api.get("/bots/%00").isProblem(404, "bot_not_found");
    }

    private Answer register(String more) {
        return api.post("/bots", "{\"bot_id\": \"" + bot + "\"" + more + "}");
    }

    private static String nest(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }
}
