package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrashBinsTest {

    /** Bin numbers are stored: whatever changes here makes a histogram of every database wrong. */
    @ParameterizedTest
    @CsvSource({
        "1.00, 0, 1.00, 1.01",
        "1.01, 1, 1.01, 1.02",
        "1.33, 33, 1.33, 1.34",
        "1.99, 99, 1.99, 2.00",
        "2.00, 100, 2.00, 2.02",
        "2.99, 149, 2.98, 3.00",
        "3.00, 150, 3.00, 3.03",
        "9.99, 319, 9.99, 10.00",
        "10.00, 320, 10.00, 10.10",
        "49.99, 505, 49.98, 50.00",
        "50.00, 506, 50.00, 50.50",
        "100, 606, 100.00, 101.00",
        "200, 676, 200.00, 202.00",
        "1000, 841, 1000.00, 1010.00",
        "1234.56, 862, 1232.31, 1244.63",
        "1000000, 1546, 1000000.00, 1010000.00",
        "999999999999.99, 2955, 994159912870.06, 1000000000000.00"
    })
    void forEver(BigDecimal multiplier, int bin, BigDecimal lower, BigDecimal upper) {
        assertThat(CrashBins.binOf(multiplier)).isEqualTo(bin);
        assertThat(CrashBins.multiplier(CrashBins.lowerEdge(bin))).isEqualTo(lower);
        assertThat(CrashBins.multiplier(CrashBins.upperEdge(bin))).isEqualTo(upper);
    }

    /** All edges at once: 31 h + edge, over the bins in order. */
    @Test
    void noEdgeEverMoves() {
        long digest = IntStream.range(0, CrashBins.COUNT)
                .mapToLong(CrashBins::lowerEdge)
                .reduce(0, (hash, edge) -> 31 * hash + edge);

        assertThat(CrashBins.COUNT).isEqualTo(2956);
        assertThat(digest).isEqualTo(461758448678844226L);
    }

    @Test
    void binsFollowEachOtherAndAreNarrow() {
        for (int bin = 0; bin < CrashBins.COUNT; bin++) {
            long lower = CrashBins.lowerEdge(bin);
            long upper = CrashBins.upperEdge(bin);

            assertThat(CrashBins.binOf(lower)).isEqualTo(bin);
            assertThat(CrashBins.binOf(upper - 1)).isEqualTo(bin);
            assertThat(upper).isEqualTo(bin + 1 < CrashBins.COUNT ? CrashBins.lowerEdge(bin + 1) : CrashBins.LIMIT);
            assertThat((upper - lower) * 100).isLessThanOrEqualTo(lower);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.01",
                "1.99",
                "2",
                "2.1",
                "2.5",
                "9.9",
                "10",
                "11",
                "37",
                "99",
                "100",
                "200",
                "700",
                "5000",
                "90000000"
            })
    void roundMultipliersAreEdges(BigDecimal multiplier) {
        assertThat(CrashBins.isEdge(CrashBins.cents(multiplier))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.99", "2.01", "3.01", "100.01", "150.5", "1000000000000"})
    void othersNeedNotBe(BigDecimal multiplier) {
        assertThat(CrashBins.isEdge(CrashBins.cents(multiplier))).isFalse();
    }

    @Test
    void finerMultipliersCountAsTheCentBelow() {
        assertThat(CrashBins.binOf(new BigDecimal("1.335"))).isEqualTo(33);
        assertThat(CrashBins.binOf(new BigDecimal("1.3399999999"))).isEqualTo(33);
        assertThat(CrashBins.binOf(new BigDecimal("1.0099999999"))).isZero();
        assertThat(CrashBins.cents(new BigDecimal("1E+3"))).isEqualTo(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.9999999999", "0", "-1", "1000000000000"})
    void whatIsNoCrashMultiplierIsRefused(BigDecimal multiplier) {
        assertThatThrownBy(() -> CrashBins.binOf(multiplier)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2956})
    void whatIsNoBinIsRefused(int bin) {
        assertThatThrownBy(() -> CrashBins.lowerEdge(bin)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrashBins.upperEdge(bin)).isInstanceOf(IllegalArgumentException.class);
    }
}
