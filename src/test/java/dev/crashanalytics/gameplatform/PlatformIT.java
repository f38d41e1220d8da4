package dev.crashanalytics.gameplatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.ApiClient.Answer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformIT {

    private final ApiClient api = ApiClient.shared();
    private final String game = ApiClient.unique("game");

    @Test
    void startsWithTheGamesThereAre() {
        List<String> platforms = api.pages("/platforms", 3).stream()
                .map(entry -> entry.path("game_name").asText() + "/"
                        + entry.path("platform_code").asText() + " "
                        + entry.path("house_edge_percent").asText())
                .toList();

        assertThat(platforms)
                .contains(
                        "aviator/pmbetting 3.50",
                        "aviator/dafabet 3.50",
                        "aviator/fun88 3.50",
                        "aviatrix/aviatrix_labs 3.50",
                        "jetx/smartsoft 4.00");
    }

    @Test
    void aNewGameIsOneCall() {
        Answer added = put("""
                {"platform_url": "https://example.org/ü", "round_external_id_format": "r-{n}", "currency": "EUR",
                 "house_edge_percent": "1.50", "min_multiplier": 1, "max_multiplier": 10000, "is_active": false}
                """);

        added.expect(201);
        assertThat(added.text("currency")).isEqualTo("EUR");
        assertThat(added.body()).contains("\"house_edge_percent\":1.50", "\"max_multiplier\":10000.00");
        api.post("/rounds", """
                        {"bot_id": "%s", "session_id": "s", "game_name": "%s", "platform_code": "main",
                         "round_number": 1, "stake_value": 1, "round_outcome": "LOSS"}
                        """.formatted(ApiClient.unique("bot"), game)).expect(201);
    }

    @Test
    void replacesAPlatformAsAWhole() {
        put("{\"currency\": \"EUR\", \"house_edge_percent\": 2, \"is_active\": false}")
                .expect(201);

        Answer replaced = put("{\"min_multiplier\": 1.01}");

        replaced.expect(200);
        assertThat(replaced.text("currency")).isEqualTo("USD");
        assertThat(replaced.json().path("house_edge_percent").isNull()).isTrue();
        assertThat(replaced.json().path("is_active").asBoolean()).isTrue();
        assertThat(replaced.text("min_multiplier")).isEqualTo("1.01");
    }

    @Test
    void ofManyAtOnceExactlyOneCreates() {
        List<CompletableFuture<Answer>> calls = Stream.generate(() -> CompletableFuture.supplyAsync(() -> put("{}")))
                .limit(10)
                .toList();

        List<Integer> statuses =
                calls.stream().map(CompletableFuture::join).map(Answer::status).toList();

        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "house_edge_percent | 100",
                "house_edge_percent | -1",
                "min_multiplier | 0.99",
                "currency | \"ELEVENCHARS\"",
                "currency | \"\"",
                "game_name | \"another\"",
                "platform_code | \"another\"",
                "hous_edge | 1",
                "is_active | \"true\""
            })
    void refusesAFieldByItsName(String field, String value) {
        put("{\"" + field.strip() + "\": " + value.strip() + "}").invalid(field.strip());
    }

    @Test
    void refusesMultipliersThatContradictEachOther() {
        put("{\"min_multiplier\": 2, \"max_multiplier\": 1.99}").invalid("max_multiplier");
    }

    @Test
    void refusesNamesThatAreNone() {
        api.put("/platforms/" + "x".repeat(51) + "/main", "{}").invalid("game_name");
        api.put("/platforms/" + game + "/%00", "{}").invalid("platform_code");
        api.put("/platforms/" + game + "/main", "[]").problem(400, "malformed_json");
        api.put("/platforms/" + game, "{}").problem(404, "not_found");
    }

    @Test
    void takesAnyNameThatIsEncoded() {
        Answer added =
                api.put("/platforms/" + game + "/" + ApiClient.encode("a/b c?ü"), "{\"platform_code\": \"a/b c?ü\"}");

        added.expect(201);
        assertThat(added.text("platform_code")).isEqualTo("a/b c?ü");
    }

    private Answer put(String body) {
        return api.put("/platforms/" + game + "/main", body);
    }
}
