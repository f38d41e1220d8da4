package dev.crashanalytics.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.stats.Expected;
import dev.crashanalytics.stats.LoggedRound;
import dev.crashanalytics.stats.model.CrashModel;
import dev.crashanalytics.stats.model.LongestRun;
import dev.crashanalytics.stats.model.LuckProbability;
import dev.crashanalytics.stats.model.Proportion;
import dev.crashanalytics.stats.model.WagerSums;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The risk of rounds by its definitions, worked out round by round and apart from the server's code; but for the functions of
 * the model, whose own tests hold them to published figures.
 *
 * @param rounds in their order
 * @param edges of a round's platform in percent; null where none is stated
 */
record ExpectedRisk(List<LoggedRound> rounds, Function<LoggedRound, BigDecimal> edges) {

    private static final Comparator<LoggedRound> ORDER = Comparator.comparing(LoggedRound::start)
            .thenComparing(LoggedRound::session)
            .thenComparing(LoggedRound::number)
            .thenComparing(LoggedRound::bot);

    static ExpectedRisk of(List<LoggedRound> rounds, Function<LoggedRound, BigDecimal> edges) {
        return new ExpectedRisk(rounds.stream().sorted(ORDER).toList(), edges);
    }

    /** Compares an answer, or the part of one currency of it. */
    void compare(String call, JsonNode shown, boolean money, BigDecimal initialBalance) {
        compareCounts(call, shown);
        compareExpectedValues(call, shown);
        List<LoggedRound> played = played();
        Expected all = new Expected(rounds);
        Expected bets = new Expected(played);
        same(call, shown, "net_profit", money ? all.profit() : null);
        same(call, shown, "expectancy", money && !played.isEmpty() ? bets.meanProfit() : null);
        same(call, shown, "profit_factor", money ? profitFactor() : null);
        if (money && played.size() > 1) {
            assertThat(shown.get("volatility").decimalValue())
                    .as(call)
                    .isCloseTo(bets.deviation(), within(new BigDecimal("1e-9")));
        } else {
            assertThat(shown.get("volatility").isNull()).as(call).isTrue();
        }
        if (money) {
            compareDrawdown(call, shown.get("max_drawdown"), initialBalance);
            compareLuck(call, shown.get("luck"));
        } else {
            assertThat(shown.get("max_drawdown").isNull()).as(call).isTrue();
            assertThat(shown.get("luck").isNull()).as(call).isTrue();
        }
    }

    private List<LoggedRound> played() {
        return rounds.stream()
                .filter(round ->
                        round.outcome().equals("WIN") || round.outcome().equals("LOSS"))
                .toList();
    }

    private void compareCounts(String call, JsonNode shown) {
        Expected all = new Expected(rounds);
        assertThat(shown.get("rounds").asInt()).as(call).isEqualTo(rounds.size());
        assertThat(shown.get("played").asInt()).as(call).isEqualTo(played().size());
        assertThat(shown.get("wins").asLong()).as(call).isEqualTo(all.count("WIN"));
        assertThat(shown.get("losses").asLong()).as(call).isEqualTo(all.count("LOSS"));
        JsonNode streaks = shown.get("streaks");
        assertThat(streaks.get("longest_wins").asLong()).as(call).isEqualTo(longest("WIN"));
        assertThat(streaks.get("longest_losses").asLong()).as(call).isEqualTo(longest("LOSS"));
        assertThat(streaks.get("current_wins").asLong()).as(call).isEqualTo(current("WIN"));
        assertThat(streaks.get("current_losses").asLong()).as(call).isEqualTo(current("LOSS"));
        int played = played().size();
        if (played == 0) {
            assertThat(streaks.get("expected_longest_losses").isNull()).as(call).isTrue();
        } else {
            assertThat(streaks.get("expected_longest_losses").asDouble())
                    .as(call)
                    .isCloseTo(LongestRun.expected(played, (double) all.count("LOSS") / played), within(1e-9));
        }
    }

    private long longest(String outcome) {
        long longest = 0;
        long run = 0;
        for (LoggedRound round : played()) {
            run = round.outcome().equals(outcome) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private long current(String outcome) {
        List<LoggedRound> played = played();
        long run = 0;
        while (run < played.size()
                && played.get(played.size() - 1 - (int) run).outcome().equals(outcome)) {
            run++;
        }
        return run;
    }

    private BigDecimal profitFactor() {
        BigDecimal won = sum(played().stream().map(round -> round.profit().max(BigDecimal.ZERO)));
        BigDecimal lost = sum(played().stream().map(round -> round.profit().min(BigDecimal.ZERO)))
                .negate();
        return lost.signum() == 0 ? null : won.divide(lost, 10, RoundingMode.HALF_EVEN);
    }

    private void compareDrawdown(String call, JsonNode shown, BigDecimal initialBalance) {
        List<BigDecimal> curve = new ArrayList<>(List.of(BigDecimal.ZERO));
        rounds.forEach(round -> curve.add(curve.get(curve.size() - 1).add(round.profit())));
        BigDecimal depth = BigDecimal.ZERO;
        int peak = 0;
        int trough = 0;
        int highest = 0;
        for (int i = 0; i < curve.size(); i++) {
            highest = curve.get(i).compareTo(curve.get(highest)) >= 0 ? i : highest;
            BigDecimal fall = curve.get(highest).subtract(curve.get(i));
            if (fall.compareTo(depth) > 0) {
                depth = fall;
                peak = highest;
                trough = i;
            }
        }
        if (depth.signum() == 0) {
            assertThat(shown.isNull()).as(call).isTrue();
            return;
        }
        int recovery = trough;
        while (recovery < curve.size() && curve.get(recovery).compareTo(curve.get(peak)) < 0) {
            recovery++;
        }
        boolean recovered = recovery < curve.size();
        int end = recovered ? recovery : curve.size() - 1;
        same(call, shown, "depth", depth);
        assertThat(shown.get("recovered").asBoolean()).as(call).isEqualTo(recovered);
        assertThat(Instant.parse(shown.get("peak_at").asText())).as(call).isEqualTo(time(peak));
        assertThat(Instant.parse(shown.get("trough_at").asText())).as(call).isEqualTo(time(trough));
        if (recovered) {
            assertThat(Instant.parse(shown.get("recovered_at").asText()))
                    .as(call)
                    .isEqualTo(time(end));
        } else {
            assertThat(shown.get("recovered_at").isNull()).as(call).isTrue();
        }
        assertThat(shown.get("rounds_to_trough").asInt()).as(call).isEqualTo(trough - peak);
        assertThat(shown.get("rounds").asInt()).as(call).isEqualTo(end - peak);
        same(call, shown, "seconds_to_trough", seconds(peak, trough));
        same(call, shown, "seconds", seconds(peak, end));
        same(
                call,
                shown,
                "percent",
                initialBalance == null
                        ? null
                        : depth.multiply(BigDecimal.valueOf(100))
                                .divide(initialBalance.add(curve.get(peak)), 10, RoundingMode.HALF_EVEN));
    }

    /** The time of a point of the curve: that of the round before it, of the first one for the start. */
    private Instant time(int point) {
        return rounds.get(Math.max(0, point - 1)).start();
    }

    private BigDecimal seconds(int from, int to) {
        return BigDecimal.valueOf(Duration.between(time(from), time(to)).toNanos(), 9);
    }

    private void compareExpectedValues(String call, JsonNode shown) {
        List<BigDecimal> stated = rounds.stream()
                .map(edges)
                .map(edge -> edge == null ? null : edge.stripTrailingZeros())
                .distinct()
                .toList();
        BigDecimal edge = stated.size() == 1 ? stated.get(0) : null;
        same(call, shown, "house_edge_percent", edge);
        List<BigDecimal> crashes = rounds.stream()
                .map(LoggedRound::knownCrash)
                .filter(Objects::nonNull)
                .toList();
        List<String> targets =
                List.of("1.20", "1.33", "1.50", "2.00", "3.00", "5.00", "10.00", "20.00", "50.00", "100.00");
        assertThat(shown.get("expected_value")).as(call).hasSize(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            JsonNode row = shown.get("expected_value").get(i);
            BigDecimal target = new BigDecimal(targets.get(i));
            assertThat(row.get("target").decimalValue()).isEqualByComparingTo(target);
            same(
                    call,
                    row,
                    "expected",
                    edge == null ? null : edge.movePointLeft(2).negate());
            near(
                    call,
                    row,
                    "win_probability",
                    edge == null ? null : (1 - edge.doubleValue() / 100) / target.doubleValue());
            long reached = crashes.stream()
                    .filter(crash -> crash.compareTo(target) >= 0)
                    .count();
            Proportion share = new Proportion(reached, crashes.size());
            double x = target.doubleValue();
            near(call, row, "observed", crashes.isEmpty() ? null : x * reached / crashes.size() - 1);
            near(
                    call,
                    row,
                    "low",
                    crashes.isEmpty() ? null : x * share.interval().low() - 1);
            near(
                    call,
                    row,
                    "high",
                    crashes.isEmpty() ? null : x * share.interval().high() - 1);
        }
    }

    private void compareLuck(String call, JsonNode shown) {
        List<LoggedRound> staked =
                played().stream().filter(round -> round.stake().signum() > 0).toList();
        List<LoggedRound> won = staked.stream()
                .filter(round -> round.target() == null && round.cashout() != null)
                .toList();
        BigDecimal assumed = won.isEmpty()
                ? null
                : sum(won.stream().map(LoggedRound::cashout))
                        .divide(BigDecimal.valueOf(won.size()), 10, RoundingMode.CEILING);
        same(call, shown, "assumed_target", assumed);
        Function<LoggedRound, BigDecimal> target = round -> round.target() == null ? assumed : round.target();
        List<LoggedRound> aimed = staked.stream()
                .filter(round ->
                        target.apply(round) != null && target.apply(round).compareTo(BigDecimal.ONE) > 0)
                .toList();
        List<LoggedRound> bets =
                aimed.stream().filter(round -> edges.apply(round) != null).toList();
        assertThat(shown.get("bets").asInt()).as(call).isEqualTo(bets.size());
        assertThat(shown.get("bets_with_assumed_target").asLong())
                .as(call)
                .isEqualTo(bets.stream().filter(round -> round.target() == null).count());
        assertThat(shown.get("without_target").asInt()).as(call).isEqualTo(staked.size() - aimed.size());
        assertThat(shown.get("without_edge").asInt()).as(call).isEqualTo(aimed.size() - bets.size());
        assertThat(shown.get("bets_left_out").asInt()).as(call).isEqualTo(played().size() - bets.size());
        if (bets.isEmpty()) {
            assertThat(shown.get("probability").isNull()).as(call).isTrue();
            assertThat(shown.get("method").isNull()).as(call).isTrue();
            assertThat(shown.get("at_unit_stakes").isNull()).as(call).isTrue();
            return;
        }
        compareProbability(
                call, shown, bets, round -> WagerSums.of(round.stake(), target.apply(round), round.profit()));
        compareProbability(
                call,
                shown.get("at_unit_stakes"),
                bets,
                round -> WagerSums.of(
                        BigDecimal.ONE,
                        target.apply(round),
                        round.profit().divide(round.stake(), 10, RoundingMode.FLOOR)));
        BigDecimal stakes = sum(bets.stream().map(LoggedRound::stake));
        BigDecimal atEdge = sum(bets.stream().map(round -> round.stake().multiply(edges.apply(round))));
        assertThat(shown.get("house_edge_percent").decimalValue())
                .as(call)
                .isCloseTo(atEdge.divide(stakes, MathContext.DECIMAL64), within(new BigDecimal("1e-8")));
    }

    /** Bet by bet; what is worked out exactly must be near the approximation by the moments where bets are many. */
    private void compareProbability(
            String call, JsonNode shown, List<LoggedRound> bets, Function<LoggedRound, WagerSums> sums) {
        List<LuckProbability.Part> parts = bets.stream()
                .map(round -> new LuckProbability.Part(sums.apply(round), CrashModel.ofPercent(edges.apply(round))))
                .toList();
        LuckProbability luck = LuckProbability.of(parts);
        same(
                call,
                shown,
                "profit",
                sum(bets.stream().map(round -> sums.apply(round).profit())));
        near(
                call,
                shown,
                "expected_profit",
                parts.stream()
                        .mapToDouble(part -> part.wagers().expectedProfit(part.model()))
                        .sum());
        String method = shown.get("method").asText();
        if (method.equals("exact_convolution")) {
            assertThat(luck.method()).as(call).isEqualTo(LuckProbability.Method.SHIFTED_GAMMA);
        } else {
            assertThat(method).as(call).isEqualTo(luck.method().name().toLowerCase(java.util.Locale.ROOT));
            assertThat(shown.get("probability").asDouble()).as(call).isCloseTo(luck.probability(), within(1e-7));
        }
    }

    private static void near(String call, JsonNode shown, String key, Double expected) {
        if (expected == null) {
            assertThat(shown.get(key).isNull()).as(call + " " + key).isTrue();
        } else {
            assertThat(shown.get(key).asDouble())
                    .as(call + " " + key)
                    .isCloseTo(expected, within(1e-7 * Math.max(1, Math.abs(expected))));
        }
    }

    private static void same(String call, JsonNode shown, String key, BigDecimal expected) {
        if (expected == null) {
            assertThat(shown.get(key).isNull()).as(call + " " + key).isTrue();
        } else {
            assertThat(shown.get(key).isNumber())
                    .as(call + " " + key + " of " + shown)
                    .isTrue();
            assertThat(shown.get(key).decimalValue()).as(call + " " + key).isEqualByComparingTo(expected);
        }
    }

    private static BigDecimal sum(Stream<BigDecimal> values) {
        return values.reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
