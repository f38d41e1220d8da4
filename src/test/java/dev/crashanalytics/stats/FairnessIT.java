package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.BustabitChain;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real rounds of a provably fair game, logged by a bot, and the same with every tenth crash forced to 1.00. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FairnessIT {

    private static final int ROUNDS = 20_000;
    private static final int BATCH = 500;
    private static final Instant BEGIN = Instant.parse("2026-02-01T00:00:00Z");
    private static final int SECONDS_A_ROUND = 20;

    private final ApiClient api = ApiClient.shared();
    private final String fair = RoundBody.newBot("fair");
    private final String rigged = RoundBody.newBot("rigged");
    private final List<BigDecimal> crashes = new ArrayList<>();

    @BeforeAll
    void log() {
        Arrays.stream(BustabitChain.crashes())
                .limit(ROUNDS)
                .forEach(cents -> crashes.add(BigDecimal.valueOf(cents, 2)));
        send(fair, crashes);
        send(
                rigged,
                IntStream.range(0, ROUNDS)
                        .mapToObj(i -> i % 10 == 0 ? new BigDecimal("1.00") : crashes.get(i))
                        .toList());
    }

    @Test
    void survivalAndEdgeAreThoseOfTheRoundsSent() {
        JsonNode fairness = fairness(fair, "");

        assertThat(fairness.get("total_rounds").asInt()).isEqualTo(ROUNDS);
        for (JsonNode point : fairness.get("survival")) {
            BigDecimal x = point.get("x").decimalValue();
            double p = (double) reaching(crashes, x) / ROUNDS;
            assertThat(point.get("p").asDouble()).isCloseTo(p, within(1e-9));
            assertThat(point.get("low").asDouble()).isLessThan(p);
            assertThat(point.get("high").asDouble()).isGreaterThan(p);
        }
        JsonNode atTwo = fairness.get("house_edge").get(4);
        assertThat(atTwo.get("x").decimalValue()).isEqualByComparingTo("2");
        assertThat(atTwo.get("estimate").asDouble())
                .isCloseTo(1 - 2.0 * reaching(crashes, new BigDecimal("2")) / ROUNDS, within(1e-9));
        assertThat(atTwo.get("low").asDouble()).isLessThan(0.01);
        assertThat(atTwo.get("high").asDouble()).isGreaterThan(0.01);
        assertThat(fairness.get("survival")).hasSize(11);
    }

    @Test
    void quantilesAreWithinTheirBound() {
        JsonNode fairness = fairness(fair, "");
        List<BigDecimal> sorted = crashes.stream().sorted().toList();

        assertThat(fairness.get("quantiles").findValuesAsText("percent"))
                .containsExactly("1", "10", "25", "50", "75", "90", "99");
        for (JsonNode quantile : fairness.get("quantiles")) {
            double exact = sorted.get((int) Math.ceil(quantile.get("percent").asInt() / 100.0 * ROUNDS) - 1)
                    .doubleValue();
            double shown = quantile.get("multiplier").asDouble();
            assertThat(shown).isLessThanOrEqualTo(exact);
            assertThat(shown * (1 + quantile.get("relative_error_bound").asDouble()) + 1e-9)
                    .isGreaterThanOrEqualTo(exact);
        }
        assertThat(fairness.get("median")).isEqualTo(fairness.at("/quantiles/3/multiplier"));
    }

    @Test
    void theFairGameFitsItsStatedEdgeAndTheRiggedOneDoesNot() {
        assertThat(fairness(fair, "").at("/fit/stated/p_value").asDouble()).isGreaterThan(0.01);
        assertThat(fairness(fair, "").at("/fit/stated/house_edge").asDouble()).isEqualTo(0.01);
        assertThat(fairness(fair, "").at("/fit/fitted/house_edge").asDouble()).isCloseTo(0.01, within(0.005));
        assertThat(fairness(rigged, "").at("/fit/stated/p_value").asDouble()).isLessThan(1e-6);
        assertThat(fairness(rigged, "").at("/fit/fitted/house_edge").asDouble()).isCloseTo(0.109, within(0.01));
    }

    @Test
    void independenceIsTestedOverTheNewestRounds() {
        JsonNode independence = fairness(fair, "").get("independence");

        assertThat(independence.get("rounds").asInt()).isEqualTo(1_000);
        assertThat(independence.at("/runs/p_value").asDouble()).isGreaterThan(0.001);
        assertThat(independence.at("/lag1/pairs").asInt()).isEqualTo(999);
        assertThat(independence.at("/lag1/p_value").asDouble()).isGreaterThan(0.001);
        assertThat(independence.at("/runs/observed").asInt()).isEqualTo(runs(crashes.subList(ROUNDS - 1_000, ROUNDS)));
    }

    @Test
    void aRangeTakesItsEdgesFromTheRounds() {
        int from = 1_234;
        int to = 17_890;
        List<BigDecimal> some = crashes.subList(from, to);

        JsonNode fairness = fairness(fair, "?platform_code=here&from=" + time(from) + "&to=" + time(to));

        assertThat(fairness.get("total_rounds").asInt()).isEqualTo(to - from);
        for (JsonNode point : fairness.get("survival")) {
            assertThat(point.get("p").asDouble())
                    .isCloseTo((double) reaching(some, point.get("x").decimalValue()) / (to - from), within(1e-9));
        }
        assertThat(fairness.at("/independence/runs/observed").asInt())
                .isEqualTo(runs(some.subList(some.size() - 1_000, some.size())));
    }

    @Test
    void theDistributionIsThatOfTheNewestRows() {
        List<Double> newest = crashes.subList(ROUNDS - 1_000, ROUNDS).stream()
                .map(BigDecimal::doubleValue)
                .sorted()
                .toList();

        JsonNode distribution = api.get("/games/" + fair + "/multiplier-distribution")
                .expect(200)
                .json();

        assertThat(distribution.get("total_records").asInt()).isEqualTo(1_000);
        assertThat(distribution.get("crashes").asInt()).isEqualTo(1_000);
        assertThat(distribution.get("cashouts").asInt()).isZero();
        assertThat(distribution.get("max_multiplier").asDouble()).isEqualTo(newest.get(999));
        assertThat(distribution.get("min_multiplier").asDouble()).isEqualTo(newest.get(0));
        assertThat(distribution.get("avg_multiplier").asDouble())
                .isCloseTo(newest.stream().mapToDouble(x -> x).average().orElseThrow(), within(1e-6));
        assertThat(distribution.get("percentile_50").asDouble())
                .isCloseTo((newest.get(499) + newest.get(500)) / 2, within(1e-9));
        assertThat(distribution.get("percentile_10").asDouble())
                .isCloseTo(newest.get(99) + 0.9 * (newest.get(100) - newest.get(99)), within(1e-9));
        assertThat(distribution.get("percentile_90").asDouble())
                .isCloseTo(newest.get(899) + 0.1 * (newest.get(900) - newest.get(899)), within(1e-9));
        assertThat(api.get("/games/" + fair + "/multiplier-distribution?limit=7")
                        .expect(200)
                        .get("total_records")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void aGameWithoutRoundsHasNullsAndAnUnknownOneIsNotFound() {
        String game = RoundBody.newBot("empty");
        api.put("/platforms/" + game + "/here", "{}").expect(201);

        JsonNode fairness = fairness(game, "");
        assertThat(fairness.get("total_rounds").asInt()).isZero();
        assertThat(fairness.get("median").isNull()).isTrue();
        assertThat(fairness.at("/survival/0/p").isNull()).isTrue();
        assertThat(fairness.at("/fit/stated").isNull()).isTrue();
        assertThat(fairness.at("/fit/fitted/p_value").isNull()).isTrue();
        assertThat(fairness.at("/independence/runs/p_value").isNull()).isTrue();
        JsonNode distribution = api.get("/games/" + game + "/multiplier-distribution")
                .expect(200)
                .json();
        assertThat(distribution.get("total_records").asInt()).isZero();
        assertThat(distribution.get("percentile_50").isNull()).isTrue();

        api.get("/games/nothing-" + game + "/fairness").problem(404, "game_not_found");
        api.get("/games/nothing-" + game + "/multiplier-distribution").problem(404, "game_not_found");
    }

    @Test
    void badParametersAreNamed() {
        assertThat(api.get("/games/" + fair + "/fairness?from=yesterday")
                        .problem(422, "invalid")
                        .errorFields())
                .containsExactly("from");
        assertThat(api.get("/games/" + fair + "/fairness?from=2026-02-02&to=2026-02-01")
                        .problem(422, "invalid")
                        .errorFields())
                .containsExactly("to");
        assertThat(api.get("/games/" + fair + "/fairness?platform=x")
                        .problem(422, "invalid")
                        .errorFields())
                .containsExactly("platform");
        assertThat(api.get("/games/" + fair + "/multiplier-distribution?limit=0")
                        .problem(422, "invalid")
                        .errorFields())
                .containsExactly("limit");
    }

    private void send(String game, List<BigDecimal> multipliers) {
        api.put("/platforms/" + game + "/here", "{\"house_edge_percent\": 1}").expect(201);
        try (StreamClient stream = StreamClient.connect(CrashServer.shared())) {
            for (int from = 0; from < multipliers.size(); from += BATCH) {
                List<String> rounds = new ArrayList<>();
                for (int i = from; i < from + BATCH; i++) {
                    rounds.add(RoundBody.skip(game, i + 1L)
                            .with("game_name", game)
                            .with("platform_code", "here")
                            .with("round_start_timestamp", time(i).toString())
                            .with("crash_multiplier", multipliers.get(i).toPlainString())
                            .toString());
                }
                assertThat(stream.exchange(rounds.toString()).toString()).doesNotContain("\"error\"");
            }
        }
    }

    private JsonNode fairness(String game, String query) {
        return api.get("/games/" + game + "/fairness" + query).expect(200).json();
    }

    private static Instant time(int round) {
        return BEGIN.plusSeconds((long) round * SECONDS_A_ROUND);
    }

    private static long reaching(List<BigDecimal> crashes, BigDecimal x) {
        return crashes.stream().filter(crash -> crash.compareTo(x) >= 0).count();
    }

    private static int runs(List<BigDecimal> sequence) {
        int runs = 1;
        for (int i = 1; i < sequence.size(); i++) {
            boolean before = sequence.get(i - 1).compareTo(new BigDecimal("2")) >= 0;
            runs += before == sequence.get(i).compareTo(new BigDecimal("2")) >= 0 ? 0 : 1;
        }
        return runs;
    }
}
