package dev.crashanalytics.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The series of sessions, bots and strategies against figures worked out here from what was logged. */
class SeriesIT {

    private final ApiClient api = ApiClient.shared();

    private record Logged(
            long number,
            String outcome,
            BigDecimal stake,
            BigDecimal crash,
            BigDecimal profit,
            BigDecimal confidence,
            boolean isError) {}

    @Test
    void randomSessionsInBucketsOfEveryWidth() {
        long seed = System.nanoTime();
        System.out.println("SeriesIT seed " + seed);
        Random random = new Random(seed);
        String bot = RoundBody.newBot("series");
        List<Logged> rounds = log(bot, random, 700);

        for (int points : List.of(1, 2, 7, 100, 699, 5_000)) {
            check(bot, rounds, 1, Long.MAX_VALUE, points);
        }
        for (int i = 0; i < 15; i++) {
            long from = 1 + random.nextInt(2_000);
            check(bot, rounds, from, from + random.nextInt(2_000), 1 + random.nextInt(60));
        }
    }

    @Test
    void aSessionWithoutRoundsAndOneThatIsUnknown() {
        String bot = RoundBody.newBot("none");
        api.post(
                        "/sessions",
                        RoundBody.empty()
                                .with("bot_id", bot)
                                .with("session_id", "s")
                                .with("game_name", "aviator")
                                .with("initial_balance", "50"))
                .expect(201);

        JsonNode series =
                api.get("/sessions/s/series?bot_id=" + bot).expect(200).json();
        assertThat(series.at("/buckets/first_round")).isEmpty();
        assertThat(series.get("currency").isNull()).isTrue();
        assertThat(series.at("/before/played").asInt()).isZero();
        assertThat(series.get("initial_balance").decimalValue()).isEqualByComparingTo("50");

        api.get("/sessions/nothing/series?bot_id=" + bot).problem(404, "session_not_found");
        api.get("/sessions/%00/series").problem(404, "session_not_found");
    }

    @Test
    void badParametersAreNamed() {
        for (String bad : List.of(
                "points=0",
                "points=x",
                "from_round=0",
                "from_round=1.5",
                "to_round=9999999999999999999",
                "currency=01234567890")) {
            api.get("/sessions/s/series?" + bad).invalid(bad.substring(0, bad.indexOf('=')));
        }
        api.get("/sessions/s/series?from_round=5&to_round=4").invalid("to_round");
        api.get("/bots/b/curve?points=-1").invalid("points");
        api.get("/strategies/b/curve?nonsense=1").invalid("nonsense");
        api.get("/overview?limit=0").invalid("limit");
        api.get("/overview/drawdowns?limit=many").invalid("limit");
        api.get("/maintenance/jobs?limit=x").invalid("limit");
    }

    @Test
    void numbersFarApartStillFitIntoFewBuckets() {
        String bot = RoundBody.newBot("far");
        api.log(RoundBody.win(bot, 1));
        api.log(RoundBody.loss(bot, Long.MAX_VALUE));

        JsonNode buckets = api.get("/sessions/s1/series?points=10&bot_id=" + bot)
                .expect(200)
                .json()
                .get("buckets");

        assertThat(buckets.get("last_round").get(1).asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(buckets.get("profit").get(1).decimalValue()).isEqualByComparingTo("-6.70");
    }

    @Test
    void moneyOfSeveralCurrenciesIsNeverAddedUp() {
        String bot = RoundBody.newBot("currencies");
        api.log(RoundBody.win(bot, 1).with("currency", "EUR"));
        api.log(RoundBody.loss(bot, 2).with("currency", "USD"));

        JsonNode mixed =
                api.get("/sessions/s1/series?bot_id=" + bot).expect(200).json();
        assertThat(mixed.get("currency").isNull()).isTrue();
        assertThat(mixed.get("currencies").toString()).isEqualTo("[\"EUR\",\"USD\"]");
        assertThat(mixed.at("/buckets/profit/0").isNull()).isTrue();
        assertThat(mixed.at("/buckets/played/1").asInt()).isEqualTo(2);

        JsonNode chosen = api.get("/sessions/s1/series?currency=USD&bot_id=" + bot)
                .expect(200)
                .json();
        assertThat(chosen.get("currency").asText()).isEqualTo("USD");
        assertThat(chosen.at("/buckets/profit").toString()).isEqualTo("[-10.00]");
    }

    @Test
    void theCurveOfABotRunsThroughItsSessionsAndThatOfAStrategyThroughItsBots() {
        String strategy = ApiClient.unique("curve");
        String one = RoundBody.newBot("one");
        String two = RoundBody.newBot("two");
        for (int i = 1; i <= 6; i++) {
            String bot = i % 3 == 0 ? two : one;
            RoundBody round = i % 2 == 0 ? RoundBody.loss(bot, i) : RoundBody.win(bot, i);
            api.log(round.with("strategy_name", strategy)
                    .with("session_id", "s" + i % 2)
                    .with("running_balance_before", 100 + i)
                    .with("round_start_timestamp", "2026-01-0" + i + "T12:00:00Z"));
        }

        JsonNode bot = api.get("/bots/" + one + "/curve").expect(200).json();
        assertThat(bot.get("profit").toString()).isEqualTo("[3.30,-6.70,-16.70,-13.40]");
        assertThat(bot.get("position").toString()).isEqualTo("[1,2,3,4]");
        assertThat(bot.get("balance_before").decimalValue()).isEqualByComparingTo("101");
        assertThat(bot.get("complete").asBoolean()).isTrue();

        JsonNode all = api.get("/strategies/" + strategy + "/curve?points=2")
                .expect(200)
                .json();
        assertThat(all.get("profit").toString()).isEqualTo("[-3.40,-20.10]");
        assertThat(all.get("profit_min").toString()).isEqualTo("[-6.70,-20.10]");
        assertThat(all.get("profit_max").toString()).isEqualTo("[3.30,-10.10]");
        assertThat(all.get("rounds").asInt()).isEqualTo(6);
        assertThat(api.get("/strategies/nobody-plays-this/curve")
                        .expect(200)
                        .json()
                        .get("profit"))
                .isEmpty();
    }

    /** Numbers with gaps, sent in any order. */
    private List<Logged> log(String bot, Random random, int count) {
        List<Logged> rounds = new ArrayList<>();
        long number = 0;
        for (int i = 0; i < count; i++) {
            number += 1 + random.nextInt(4);
            String outcome = List.of("WIN", "LOSS", "SKIP", "ERROR").get(random.nextInt(4));
            BigDecimal stake = BigDecimal.valueOf(1 + random.nextInt(10_000), 2);
            BigDecimal profit = BigDecimal.valueOf(random.nextInt(20_001) - 10_000, 2);
            rounds.add(new Logged(
                    number,
                    outcome,
                    stake,
                    random.nextInt(5) == 0 ? null : BigDecimal.valueOf(100 + random.nextInt(2_000), 2),
                    profit,
                    random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(101), 2),
                    outcome.equals("ERROR") || random.nextInt(10) == 0));
        }
        List<Logged> shuffled = new ArrayList<>(rounds);
        Collections.shuffle(shuffled, random);
        api.batch(shuffled.stream().map(round -> body(bot, round)).toArray());
        return rounds;
    }

    private static RoundBody body(String bot, Logged round) {
        RoundBody body = RoundBody.key(bot, round.number)
                .with("platform_code", "dafabet")
                .with("round_outcome", round.outcome)
                .with("stake_value", round.stake)
                .with("profit_loss", round.profit)
                .with("crash_multiplier", round.crash)
                .with("ocr_confidence", round.confidence);
        return round.isError ? body.with("error_type", "timeout") : body;
    }

    private void check(String bot, List<Logged> rounds, long from, long to, int points) {
        String upTo = to == Long.MAX_VALUE ? "" : "&to_round=" + to;
        JsonNode series = api.get(
                        "/sessions/s1/series?bot_id=" + bot + "&points=" + points + "&from_round=" + from + upTo)
                .expect(200)
                .json();
        JsonNode buckets = series.get("buckets");
        long width = series.get("bucket_width").asLong();
        assertThat(buckets.get("rounds").size()).isLessThanOrEqualTo(points);
        Expected expected = new Expected();
        rounds.stream().filter(round -> round.number < from).forEach(expected::add);
        assertThat(series.at("/before/profit").decimalValue()).isEqualByComparingTo(expected.profit);
        assertThat(series.at("/before/peak").decimalValue()).isEqualByComparingTo(expected.peak);
        assertThat(series.at("/before/wins").asLong()).isEqualTo(expected.wins);
        assertThat(series.at("/before/played").asLong()).isEqualTo(expected.played);
        List<Logged> shown = rounds.stream()
                .filter(round -> round.number >= from && round.number <= to)
                .toList();
        long seen = 0;
        for (int i = 0; i < buckets.get("rounds").size(); i++) {
            long first = buckets.get("first_round").get(i).asLong();
            long last = buckets.get("last_round").get(i).asLong();
            assertThat(last - first).isLessThan(width);
            List<Logged> inside = shown.stream()
                    .filter(round -> round.number >= first && round.number <= last)
                    .toList();
            expected.check(inside, buckets, i);
            seen += inside.size();
        }
        assertThat(seen).as("every round is in a bucket").isEqualTo(shown.size());
    }

    /** The running figures. */
    private static final class Expected {
        private BigDecimal profit = BigDecimal.ZERO;
        private BigDecimal peak = BigDecimal.ZERO;
        private long wins;
        private long played;

        void add(Logged round) {
            profit = profit.add(round.profit);
            peak = peak.max(profit);
            wins += round.outcome.equals("WIN") ? 1 : 0;
            played += round.outcome.equals("WIN") || round.outcome.equals("LOSS") ? 1 : 0;
        }

        void check(List<Logged> inside, JsonNode buckets, int index) {
            List<BigDecimal> curve = new ArrayList<>();
            for (Logged round : inside) {
                add(round);
                curve.add(profit);
            }
            same(buckets, "profit", index, profit);
            same(buckets, "profit_min", index, Collections.min(curve));
            same(buckets, "profit_max", index, Collections.max(curve));
            same(
                    buckets,
                    "stake_min",
                    index,
                    inside.stream()
                            .map(Logged::stake)
                            .min(BigDecimal::compareTo)
                            .orElseThrow());
            same(
                    buckets,
                    "stake_max",
                    index,
                    inside.stream()
                            .map(Logged::stake)
                            .max(BigDecimal::compareTo)
                            .orElseThrow());
            same(buckets, "won_max", index, crash(inside, "WIN", true));
            same(buckets, "lost_min", index, crash(inside, "LOSS", false));
            assertThat(buckets.get("rounds").get(index).asInt()).isEqualTo(inside.size());
            assertThat(buckets.get("wins").get(index).asLong()).isEqualTo(wins);
            assertThat(buckets.get("played").get(index).asLong()).isEqualTo(played);
            assertThat(buckets.get("errors").get(index).asLong())
                    .isEqualTo(inside.stream().filter(Logged::isError).count());
            same(
                    buckets,
                    "confidence_min",
                    index,
                    inside.stream()
                            .map(Logged::confidence)
                            .filter(value -> value != null)
                            .min(BigDecimal::compareTo)
                            .orElse(null));
        }

        private static BigDecimal crash(List<Logged> inside, String outcome, boolean highest) {
            return inside.stream()
                    .filter(round -> round.outcome.equals(outcome) && round.crash != null)
                    .map(Logged::crash)
                    .reduce(highest ? BigDecimal::max : BigDecimal::min)
                    .orElse(null);
        }

        private static void same(JsonNode buckets, String figure, int index, BigDecimal expected) {
            JsonNode actual = buckets.get(figure).get(index);
            if (expected == null) {
                assertThat(actual.isNull()).as(figure).isTrue();
            } else {
                assertThat(actual.decimalValue()).as(figure).isEqualByComparingTo(expected);
            }
        }
    }
}
