package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.stats.SignalCalibration.LeftOut;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalCalibrationTest {

    private static final SignalScope ALL = new SignalScope(null, null);

    /** A forecast of 2.00 with confidence 0.8, which came true or not. */
    private static SignalRow forecast(String edgePercent, boolean reached) {
        return new SignalRow(
                "",
                "decile_8",
                edgePercent == null ? null : new BigDecimal(edgePercent),
                new SignalSums(
                        1,
                        1,
                        new BigDecimal("0.8"),
                        1,
                        reached ? 1 : 0,
                        new BigDecimal(reached ? "0.04" : "0.64"),
                        new BigDecimal(reached ? "0.2231435513" : "1.6094379124"),
                        new BigDecimal("0.25"),
                        reached ? new BigDecimal("0.5") : BigDecimal.ZERO));
    }

    /** With edges of 0% and 50% the baseline says 0.5 and 0.25 of 2.00. */
    @Test
    void theBaselineHasTheEdgeOfEachPlatform() {
        SignalCalibration shown = SignalCalibration.of(ALL, List.of(forecast("0", true), forecast("50", false)));

        assertThat(shown.skill().baselineBrierScore()).isEqualByComparingTo("0.15625"); // (0.5² + 0.25²) / 2
        assertThat(shown.skill().brierSkill()).isEqualByComparingTo("-1.176"); // 1 - 0.34 / 0.15625
    }

    @Test
    void whatHasNoHouseEdgeIsScoredButNotCompared() {
        SignalCalibration shown = SignalCalibration.of(ALL, List.of(forecast("0", true), forecast(null, false)));

        assertThat(shown.forecasts()).isEqualTo(2);
        assertThat(shown.brierScore()).isEqualByComparingTo("0.34");
        assertThat(shown.skill().forecasts()).isEqualTo(1);
        assertThat(shown.skill().withoutHouseEdge()).isEqualTo(1);
        assertThat(shown.skill().brierScore()).isEqualByComparingTo("0.04");
    }

    /** An edge of 100% says that nothing is ever reached: where nothing was, no one can do better. */
    @Test
    void aBaselineThatIsNeverWrongHasNoSkillBesideIt() {
        SignalCalibration shown = SignalCalibration.of(ALL, List.of(forecast("100", false)));

        assertThat(shown.skill().baselineBrierScore()).isZero();
        assertThat(shown.skill().brierSkill()).isNull();
    }

    @Test
    void whatIsNoForecastIsCountedByReason() {
        SignalSums two = new SignalSums(
                2, 0, BigDecimal.ZERO, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        SignalCalibration shown = SignalCalibration.of(
                ALL,
                List.of(
                        forecast("1", true),
                        new SignalRow("a", "no_confidence", null, two),
                        new SignalRow("b", "no_confidence", BigDecimal.ONE, two),
                        new SignalRow("a", "no_result", null, two)));

        assertThat(shown.totalSignals()).isEqualTo(7);
        assertThat(shown.forecasts()).isEqualTo(1);
        assertThat(shown.leftOut()).isEqualTo(new LeftOut(0, 4, 0, 2));
    }
}
