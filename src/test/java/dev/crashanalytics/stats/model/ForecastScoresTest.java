package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.crashanalytics.testing.Fuzz;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastScoresTest {

    private static final CrashModel MODEL = new CrashModel(0.01);

    /** The examples of https://en.wikipedia.org/wiki/Brier_score. */
    @ParameterizedTest
    @CsvSource({"1, true, 0", "1, false, 1", "0.7, true, 0.09", "0.3, true, 0.49", "0.5, true, 0.25", "0.5, false, 0.25"
    })
    void brierScoreOfOneForecast(String confidence, boolean reached, double expected) {
        assertThat(forecast(confidence, "2", reached).brierScore()).isCloseTo(expected, within(1e-12));
    }

    /** 0.8 at 2.00 right, 0.6 at 2.00 wrong, 0.1 at 10.00 wrong. */
    @Test
    void byHand() {
        ForecastScores scores = forecast("0.8", "2.00", true)
                .plus(forecast("0.6", "2.00", false))
                .plus(forecast("0.1", "10.00", false));

        assertThat(scores.accuracy()).isEqualTo(new Proportion(1, 3));
        assertThat(scores.brierScore()).isCloseTo((0.04 + 0.36 + 0.01) / 3, within(1e-12));
        assertThat(scores.logLoss()).isCloseTo(-(Math.log(0.8) + Math.log(0.4) + Math.log(0.9)) / 3, within(1e-9));
        double baseline = (Math.pow(0.495 - 1, 2) + Math.pow(0.495, 2) + Math.pow(0.099, 2)) / 3;
        assertThat(scores.baselineBrierScore(MODEL)).isCloseTo(baseline, within(1e-9));
        assertThat(scores.brierSkill(MODEL)).isCloseTo(1 - 0.41 / 3 / baseline, within(1e-9));
        assertThat(scores.deciles().get(8).outcomes()).isEqualTo(new Proportion(1, 1));
        assertThat(scores.deciles().get(6).outcomes()).isEqualTo(new Proportion(0, 1));
        assertThat(scores.deciles().get(1).meanConfidence()).isCloseTo(0.1, within(1e-12));
        assertThat(scores.deciles().get(0).meanConfidence()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.0999999999, 0", "0.1, 1", "0.55, 5", "0.9, 9", "0.9999999999, 9", "1, 9", "1.00, 9"})
    void deciles(String confidence, int decile) {
        List<ReliabilityBin> deciles = forecast(confidence, "2", true).deciles();

        for (int i = 0; i < ForecastScores.DECILES; i++) {
            assertThat(deciles.get(i).outcomes().trials()).isEqualTo(i == decile ? 1 : 0);
        }
    }

    @Test
    void aFalseCertaintyCostsMuchButNotEverything() {
        assertThat(forecast("1", "2", false).logLoss()).isCloseTo(13.815511, within(1e-6));
        assertThat(forecast("0", "2", true).logLoss()).isCloseTo(13.815511, within(1e-6));
        assertThat(forecast("1", "2", true).logLoss()).isCloseTo(1e-6, within(1e-9));
    }

    @Test
    void ofNoForecasts() {
        assertThat(ForecastScores.NONE.accuracy().estimate()).isNull();
        assertThat(ForecastScores.NONE.brierScore()).isNull();
        assertThat(ForecastScores.NONE.logLoss()).isNull();
        assertThat(ForecastScores.NONE.baselineBrierScore(MODEL)).isNull();
        assertThat(ForecastScores.NONE.brierSkill(MODEL)).isNull();
    }

    /** Who says what the model says scores like the model, and is as reliable. */
    @Test
    void theBaselineHasNoSkill() {
        Random random = Fuzz.random(ForecastScoresTest.class);
        ForecastScores scores = ForecastScores.NONE;
        for (long crash : Crashes.draws(MODEL, 20_000, random)) {
            long target = 101L + random.nextInt(900);
            BigDecimal confidence = BigDecimal.valueOf(MODEL.survival(target));
            scores = scores.plus(ForecastScores.of(confidence, BigDecimal.valueOf(target, 2), crash >= target));
        }

        assertThat(scores.brierSkill(MODEL)).isCloseTo(0, within(1e-6));
        assertThat(scores.deciles())
                .filteredOn(bin -> bin.outcomes().trials() > 0)
                .allSatisfy(bin -> {
                    double p = bin.meanConfidence();
                    double deviation = Math.sqrt(p * (1 - p) / bin.outcomes().trials());
                    assertThat(bin.outcomes().estimate()).isCloseTo(p, within(6 * deviation));
                });
    }

    @Test
    void whoKnowsTheFutureHasAllTheSkill() {
        ForecastScores scores = forecast("1", "2", true).plus(forecast("0", "3", false));

        assertThat(scores.brierSkill(MODEL)).isEqualTo(1);
    }

    @Test
    void sumsAddUpInAnyOrder() {
        Random random = Fuzz.random(ForecastScoresTest.class);
        ForecastScores[] scores = new ForecastScores[300];
        Arrays.setAll(
                scores,
                i -> ForecastScores.of(
                        BigDecimal.valueOf(random.nextDouble()),
                        BigDecimal.valueOf(101 + random.nextInt(1_000), 2),
                        random.nextBoolean()));
        ForecastScores forwards = Arrays.stream(scores).reduce(ForecastScores.NONE, ForecastScores::plus);
        ForecastScores backwards = Arrays.stream(scores).reduce(ForecastScores.NONE, (sum, next) -> next.plus(sum));
        ForecastScores inPieces = Arrays.stream(scores, 0, 100)
                .reduce(ForecastScores.NONE, ForecastScores::plus)
                .plus(Arrays.stream(scores, 100, 300).reduce(ForecastScores.NONE, ForecastScores::plus));

        assertThat(backwards).isEqualTo(forwards);
        assertThat(inPieces).isEqualTo(forwards);
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 2", "1.1, 2", "0.5, 1", "0.5, 0.5"})
    void whatIsNoForecastIsRefused(String confidence, String target) {
        assertThatThrownBy(() -> forecast(confidence, target, true)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ForecastScores forecast(String confidence, String target, boolean reached) {
        return ForecastScores.of(new BigDecimal(confidence), new BigDecimal(target), reached);
    }
}
