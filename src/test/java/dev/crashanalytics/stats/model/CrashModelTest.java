package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashModelTest {

    private static final CrashModel BUSTABIT = new CrashModel(0.01);

    @Test
    void survival() {
        assertThat(BUSTABIT.survival(100)).isEqualTo(1);
        assertThat(BUSTABIT.survival(101)).isCloseTo(0.99 / 1.01, within(1e-15));
        assertThat(BUSTABIT.survival(198)).isCloseTo(0.5, within(1e-15));
        assertThat(BUSTABIT.survival(9_900)).isCloseTo(0.01, within(1e-15));
        assertThat(BUSTABIT.atom()).isCloseTo(2 / 101.0, within(1e-15));
        assertThat(BUSTABIT.probability(101, 198)).isCloseTo(0.99 / 1.01 - 0.5, within(1e-15));
    }

    /** The definition, max(1, floor(100 (1 - e) / u) / 100), over an even grid of a million u. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.035, 0.04, 0.5})
    void isTheDistributionOfItsDefinition(double edge) {
        CrashModel model = new CrashModel(edge);
        int grid = 1_000_000;
        int[] atLeast = new int[1_000];
        for (int i = 0; i < grid; i++) {
            long cents = Math.max(100, (long) (100 * (1 - edge) / ((i + 0.5) / grid)));
            atLeast[(int) Math.min(999, cents)]++;
        }
        for (int cents = 998; cents >= 0; cents--) {
            atLeast[cents] += atLeast[cents + 1];
        }

        for (int cents = 100; cents < 1_000; cents++) {
            assertThat((double) atLeast[cents] / grid).isCloseTo(model.survival(cents), within(1.0 / grid));
        }
    }

    @Test
    void theEdgeIsTheSameAtEveryTarget() {
        CrashModel model = CrashModel.ofPercent(new BigDecimal("3.5"));

        for (String target : new String[] {"1.01", "1.335", "2.00", "1000000"}) {
            BigDecimal x = new BigDecimal(target);
            assertThat(x.doubleValue() * model.winProbability(x) - 1).isCloseTo(-0.035, within(1e-12));
        }
    }

    @Test
    void theShareAboveOneTellsTheEdge() {
        assertThat(CrashModel.ofShareAboveOne(0.99 / 1.01).edge()).isCloseTo(0.01, within(1e-15));
        assertThat(CrashModel.ofShareAboveOne(1)).isEqualTo(new CrashModel(-0.01));
        assertThat(CrashModel.ofShareAboveOne(0)).isEqualTo(new CrashModel(1));
    }

    @Test
    void theExtremes() {
        assertThat(new CrashModel(-0.01).atom()).isCloseTo(0, within(1e-15)).isNotNegative();
        assertThat(new CrashModel(1).atom()).isEqualTo(1);
        assertThat(new CrashModel(1).survival(101)).isZero();
        assertThatThrownBy(() -> new CrashModel(-0.02)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CrashModel(1.01)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CrashModel(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
