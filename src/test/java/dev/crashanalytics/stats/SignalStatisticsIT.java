package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.stats.RandomSignals.Judged;
import dev.crashanalytics.stats.model.ForecastScores;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random signals before and after their rounds, against figures worked out here at several moments. */
class SignalStatisticsIT {

    private static final int BOTS = 3;
    private static final int ROUNDS_OF_A_BOT = 400;
    private static final int PARTS = 4;
    private static final List<String> LEFT_OUT = List.of("not_ahead", "no_confidence", "no_target", "no_result");

    private final ApiClient api = ApiClient.shared();

    @Test
    void areRightAtEveryMoment() {
        long seed = Long.getLong("signals.seed", System.nanoTime());
        System.out.println("SignalStatisticsIT: -Dsignals.seed=" + seed);
        RandomSignals history = new RandomSignals(seed, BOTS, ROUNDS_OF_A_BOT);
        configurePlatforms(history);
        Random random = new Random(seed);
        try (StreamClient stream = StreamClient.connect(CrashServer.shared())) {
            for (int part = 0; part < PARTS; part++) {
                for (String message : history.next(PARTS)) {
                    assertThat(stream.exchange(message).toString()).doesNotContain("\"error\"");
                }
                checkCalls(history, random);
                IntStream.range(0, BOTS).mapToObj(history::bot).forEach(SignalRollupCheck::check);
            }
        }
    }

    private void configurePlatforms(RandomSignals history) {
        for (int game = 0; game < 2; game++) {
            for (Map.Entry<String, String> platform : RandomSignals.EDGES.entrySet()) {
                if (!platform.getKey().equals("unknown")) {
                    RoundBody body = RoundBody.empty().with("house_edge_percent", platform.getValue());
                    api.put("/platforms/" + history.game(game) + "/" + platform.getKey(), body)
                            .expect(201);
                }
            }
        }
    }

    private void checkCalls(RandomSignals history, Random random) {
        Instant begin = RandomSignals.BEGIN;
        check(history, null, null);
        check(history, begin.plus(Duration.ofDays(1)), begin.plus(Duration.ofDays(3)));
        check(history, begin.plusSeconds(3_600), begin.plusSeconds(7_200));
        check(history, null, begin.plusSeconds(100_000));
        check(history, begin.plusSeconds(100_000), null);
        check(history, begin, begin);
        for (int i = 0; i < 4; i++) {
            Instant from = begin.plusMillis(random.nextLong(RandomSignals.DAYS * 86_400_000L));
            check(history, from, from.plusMillis(random.nextLong(RandomSignals.DAYS * 86_400_000L)));
        }
    }

    /** Each bot, each of its types, and a type over all bots. */
    private void check(RandomSignals history, Instant from, Instant to) {
        List<Judged> inRange = history.judged().stream()
                .filter(judged -> from == null || !judged.signal().time().isBefore(from))
                .filter(judged -> to == null || judged.signal().time().isBefore(to))
                .toList();
        String range = (from == null ? "" : "&from=" + from) + (to == null ? "" : "&to=" + to);
        for (int i = 0; i < BOTS; i++) {
            String bot = history.bot(i);
            compare(
                    "?bot_id=" + bot + range,
                    inRange,
                    judged -> judged.signal().bot().equals(bot));
        }
        String bot = history.bot(0);
        String type = history.type(1);
        compare(
                "?signal_type=" + type + range,
                inRange,
                judged -> type.equals(judged.signal().type()));
        compare(
                "?bot_id=" + bot + "&signal_type=" + type + range,
                inRange,
                judged -> type.equals(judged.signal().type())
                        && judged.signal().bot().equals(bot));
    }

    private void compare(String query, List<Judged> judged, Predicate<Judged> wanted) {
        List<Judged> signals = judged.stream().filter(wanted).toList();
        compareEffectiveness(
                query, api.get("/signals/effectiveness" + query).expect(200).json(), signals);
        compareCalibration(
                query, api.get("/signals/calibration" + query).expect(200).json(), signals);
    }

    private static void compareEffectiveness(String query, JsonNode shown, List<Judged> signals) {
        List<Judged> evaluated = signals.stream()
                .filter(judged -> judged.ahead() && judged.correct() != null)
                .toList();
        long correct = evaluated.stream().filter(Judged::correct).count();
        Map<String, Long> types = new TreeMap<>(signals.stream()
                .filter(judged -> judged.signal().type() != null)
                .collect(Collectors.groupingBy(judged -> judged.signal().type(), Collectors.counting())));

        assertThat(shown.get("total_signals").asInt()).as(query).isEqualTo(signals.size());
        assertThat(shown.get("evaluated_signals").asInt()).as(query).isEqualTo(evaluated.size());
        assertThat(shown.get("correct_predictions").asLong()).as(query).isEqualTo(correct);
        assertThat(shown.get("accuracy_percent").asDouble())
                .as(query)
                .isCloseTo(evaluated.isEmpty() ? 0 : 100.0 * correct / evaluated.size(), within(0.0050001));
        double[] confidences = signals.stream()
                .filter(judged -> judged.signal().confidence() != null)
                .mapToDouble(judged -> judged.signal().confidence().doubleValue())
                .toArray();
        close(query, shown.get("avg_confidence"), mean(confidences));
        Map<String, Long> shownTypes = new TreeMap<>();
        shown.get("signal_types")
                .fields()
                .forEachRemaining(
                        type -> shownTypes.put(type.getKey(), type.getValue().asLong()));
        assertThat(shownTypes).as(query).isEqualTo(types);
        assertThat(shown.get("untyped_signals").asLong())
                .as(query)
                .isEqualTo(signals.stream()
                        .filter(judged -> judged.signal().type() == null)
                        .count());
    }

    private static void compareCalibration(String query, JsonNode shown, List<Judged> signals) {
        List<Judged> forecasts =
                signals.stream().filter(judged -> reason(judged) == null).toList();
        assertThat(shown.get("total_signals").asInt()).as(query).isEqualTo(signals.size());
        for (String reason : LEFT_OUT) {
            assertThat(shown.get("left_out").get(reason).asLong())
                    .as(query + " " + reason)
                    .isEqualTo(signals.stream()
                            .filter(judged -> reason.equals(reason(judged)))
                            .count());
        }
        compareOutcomes(query, shown, "accuracy", forecasts);
        close(query, shown.get("brier_score"), brierScore(forecasts));
        close(query, shown.get("log_loss"), mean(forecasts, judged -> {
            double chance = confidence(judged);
            double clipped = Math.max(1e-6, Math.min(1 - 1e-6, judged.correct() ? chance : 1 - chance));
            return -Math.log(clipped);
        }));
        compareSkill(query, shown.get("skill"), forecasts);
        for (int i = 0; i < ForecastScores.DECILES; i++) {
            int decile = i;
            List<Judged> inBin = forecasts.stream()
                    .filter(judged -> Math.min(9, (int) Math.floor(confidence(judged) * 10 + 1e-9)) == decile)
                    .toList();
            JsonNode bin = shown.get("reliability").get(i);
            assertThat(bin.get("from").asDouble()).isCloseTo(i / 10.0, within(1e-12));
            compareOutcomes(query + " decile " + i, bin, "observed", inBin);
            close(query, bin.get("mean_confidence"), mean(inBin, SignalStatisticsIT::confidence));
        }
    }

    private static void compareOutcomes(String query, JsonNode shown, String share, List<Judged> forecasts) {
        long correct = forecasts.stream().filter(Judged::correct).count();
        assertThat(shown.get("forecasts").asInt()).as(query).isEqualTo(forecasts.size());
        assertThat(shown.get("correct").asLong()).as(query).isEqualTo(correct);
        Double expected = forecasts.isEmpty() ? null : (double) correct / forecasts.size();
        close(query, shown.get(share), expected);
        assertThat(shown.get("low").isNull()).isEqualTo(expected == null);
        if (expected != null) {
            assertThat(expected)
                    .isBetween(
                            shown.get("low").asDouble() - 1e-9,
                            shown.get("high").asDouble() + 1e-9);
        }
    }

    private static void compareSkill(String query, JsonNode shown, List<Judged> forecasts) {
        List<Judged> compared =
                forecasts.stream().filter(judged -> edge(judged) != null).toList();
        assertThat(shown.get("forecasts").asInt()).as(query).isEqualTo(compared.size());
        assertThat(shown.get("without_house_edge").asInt()).isEqualTo(forecasts.size() - compared.size());
        Double baseline = mean(compared, judged -> {
            double chance = (1 - edge(judged)) / judged.signal().target().doubleValue();
            return Math.pow(chance - (judged.correct() ? 1 : 0), 2);
        });
        close(query, shown.get("brier_score"), brierScore(compared));
        close(query, shown.get("baseline_brier_score"), baseline);
        if (baseline == null) {
            assertThat(shown.get("brier_skill").isNull()).as(query).isTrue();
        } else {
            // The scores' terms keep ten decimals; a small baseline, being divided by, makes as much more of that.
            double ratio = brierScore(compared) / baseline;
            assertThat(shown.get("brier_skill").asDouble())
                    .as(query)
                    .isCloseTo(1 - ratio, within(1e-8 + 1e-10 * ratio / baseline));
        }
    }

    /** Why a signal is no forecast; null where it is one. */
    private static String reason(Judged judged) {
        if (!judged.ahead()) {
            return "not_ahead";
        }
        if (judged.signal().confidence() == null) {
            return "no_confidence";
        }
        if (judged.signal().target() == null || judged.signal().target().compareTo(BigDecimal.ONE) == 0) {
            return "no_target";
        }
        return judged.correct() == null ? "no_result" : null;
    }

    private static Double edge(Judged judged) {
        String percent = judged.platform() == null ? null : RandomSignals.EDGES.get(judged.platform());
        return percent == null ? null : Double.parseDouble(percent) / 100;
    }

    private static double confidence(Judged judged) {
        return judged.signal().confidence().doubleValue();
    }

    private static Double brierScore(List<Judged> forecasts) {
        return mean(forecasts, judged -> Math.pow(confidence(judged) - (judged.correct() ? 1 : 0), 2));
    }

    private static Double mean(List<Judged> signals, ToDoubleFunction<Judged> value) {
        return mean(signals.stream().mapToDouble(value).toArray());
    }

    private static Double mean(double... values) {
        return values.length == 0 ? null : Arrays.stream(values).sum() / values.length;
    }

    private static void close(String query, JsonNode shown, Double expected) {
        if (expected == null) {
            assertThat(shown.isNull()).as(query).isTrue();
        } else {
            assertThat(shown.isNumber()).as(query + shown).isTrue();
            assertThat(shown.asDouble()).as(query).isCloseTo(expected, within(1e-8));
        }
    }
}
