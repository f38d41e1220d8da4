package dev.crashanalytics.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
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

    private final ApiClient api = ApiClient.shared();
    private final String bot = ApiClient.unique("bot");

    @Test
    void registersABotWithEverythingTheGuideSays() {
        Answer created = api.post("/bots", """
                {"bot_id": "%s", "bot_name": "Aviator Main Bot", "vm_name": "GPU-Instance-1",
                 "vm_provider": "digitalocean", "region": "nyc3", "session_id": "session_20251121_001",
                 "strategy_name": "compound_1.33x", "initial_balance": "1000.00", "base_stake": 10, "max_stake": 100.5}
                """.formatted(bot));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body())
                .contains("\"initial_balance\":1000.00", "\"base_stake\":10.00", "\"max_stake\":100.50");
        assertThat(created.text("vm_provider")).isEqualTo("digitalocean");
        assertThat(created.json().path("is_active").asBoolean()).isTrue();
        assertThat(created.text("created_at")).endsWith("Z");
        assertThat(api.get("/bots/" + bot).json()).isEqualTo(created.json());
    }

    @Test
    void asksForNothingButTheId() {
        Answer created = register("");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("bot_name").isNull()).isTrue();
    }

    @Test
    void updatesWhatIsSentAndKeepsTheRest() {
        register(", \"bot_name\": \"first\", \"region\": \"nyc3\", \"base_stake\": 1");

        Answer updated = register(", \"bot_name\": \"zweiter 🎲\", \"region\": null, \"is_active\": false");

        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.text("bot_name")).isEqualTo("zweiter 🎲");
        assertThat(updated.text("region")).isEqualTo("nyc3");
        assertThat(updated.text("base_stake")).isEqualTo("1.00");
        assertThat(updated.json().path("is_active").asBoolean()).isFalse();
    }

    @Test
    void comparesTheStakesWithThoseKnownBefore() {
        register(", \"base_stake\": 10, \"max_stake\": 20").expect(201);

        register(", \"base_stake\": 20.01").invalid("max_stake");
        register(", \"max_stake\": 9.99").invalid("max_stake");
        assertThat(api.get("/bots/" + bot).text("base_stake")).isEqualTo("10.00");
        register(", \"base_stake\": 30, \"max_stake\": 30").expect(200);
    }

    @Test
    void aRefusedFirstRegistrationLeavesNothing() {
        register(", \"base_stake\": 2, \"max_stake\": 1").invalid("max_stake");

        api.get("/bots/" + bot).problem(404, "bot_not_found");
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
        register(", \"" + field.strip() + "\": " + value.strip()).invalid(field.strip());

        api.get("/bots/" + bot).problem(404, "bot_not_found");
    }

    @Test
    void namesEveryWrongField() {
        register(", \"bot_name\": 1, \"region\": 2, \"nonsense\": 3").invalid("bot_name", "region", "nonsense");
    }

    @Test
    void refusesIdsThatAreNone() {
        api.post("/bots", "{}").invalid("bot_id");
        api.post("/bots", "{\"bot_id\": null}").invalid("bot_id");
        api.post("/bots", "{\"bot_id\": \"\"}").invalid("bot_id");
        api.post("/bots", "{\"bot_id\": \"" + "x".repeat(51) + "\"}").invalid("bot_id");
        api.post("/bots", "{\"bot_id\": 12}").invalid("bot_id");
    }

    @Test
    void countsAnIdInCharacters() {
        String id = ApiClient.unique("") + "🎲".repeat(36);

        assertThat(api.post("/bots", "{\"bot_id\": \"" + id + "\"}").status()).isEqualTo(201);
        assertThat(api.get("/bots/" + ApiClient.encode(id)).text("bot_id")).isEqualTo(id);
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
        api.post("/bots", body).problem(400, "malformed_json");
    }

    @Test
    void refusesWhatIsNoUtf8() {
        byte[] latin = {'{', '"', 'b', 'o', 't', '_', 'i', 'd', '"', ':', '"', (byte) 0xe4, '"', '}'};

        api.send(api.request("/bots")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(latin))
                        .build())
                .problem(400, "malformed_json");
    }

    @Test
    void refusesADeepNest() {
        register(", \"bot_name\": " + nest(600)).invalid("bot_name");
        register(", \"bot_name\": " + nest(100_001)).problem(400, "malformed_json");
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
        api.get("/bots/" + bot).problem(404, "bot_not_found");
        api.get("/bots/" + "x".repeat(51)).problem(404, "bot_not_found");
        api.get("/bots/%00").problem(404, "bot_not_found");
    }

    private Answer register(String more) {
        return api.post("/bots", "{\"bot_id\": \"" + bot + "\"" + more + "}");
    }

    private static String nest(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }
}
