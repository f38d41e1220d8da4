package dev.crashanalytics.stats.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.stats.model.Wagers.Kind;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WagersTest {

    private static final BigDecimal TWO = new BigDecimal("2.00");

    /** Three bets of 5 and one of 10 that state no target: at 2.00 they are what stated ones would be. */
    @Test
    void openBetsAtATargetAreBetsOfThatTarget() {
        OpenWagers open = OpenWagers.of(new BigDecimal("5"), 3)
                .plus(OpenWagers.of(BigDecimal.TEN, 1))
                .with(new BigDecimal("-5"), new BigDecimal("0"), 2, new BigDecimal("4.00"));
        WagerSums stated = WagerSums.of(new WagerGroup(new BigDecimal("5"), TWO, 3), BigDecimal.ZERO)
                .plus(WagerSums.of(new WagerGroup(BigDecimal.TEN, TWO, 1), new BigDecimal("-5")));

        assertThat(open.meanCashout()).isEqualByComparingTo("2");
        assertThat(open.at(TWO))
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(stated);
        assertThat(open.atUnitStakes(TWO))
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(WagerSums.of(new WagerGroup(BigDecimal.ONE, TWO, 4), BigDecimal.ZERO));
    }

    @Test
    void aMeanIsRoundedUp() {
        OpenWagers open =
                OpenWagers.of(BigDecimal.ONE, 5).with(BigDecimal.ZERO, BigDecimal.ZERO, 3, new BigDecimal("4.00"));

        assertThat(open.meanCashout()).isEqualByComparingTo("1.3333333334");
    }

    @Test
    void withoutAWinThereIsNothingToAssume() {
        OpenWagers open = OpenWagers.of(BigDecimal.ONE, 5);
        Wagers wagers = new Wagers(
                WagerSums.NONE, WagerSums.NONE, open, new TreeMap<>(Map.of(new Kind(BigDecimal.ONE, null), 5L)), 0);

        assertThat(open.meanCashout()).isNull();
        assertThat(OpenWagers.NONE.meanCashout()).isNull();
        assertThat(OpenWagers.NONE.at(TWO)).isEqualTo(WagerSums.NONE);
        assertThat(wagers.sums(null).bets()).isZero();
        assertThat(wagers.groups(null)).isEmpty();
        assertThat(wagers.sums(TWO).bets()).isEqualTo(5);
        assertThat(wagers.groups(TWO)).containsExactly(new WagerGroup(new BigDecimal("1"), TWO, 5));
    }

    @Test
    void kindsAreCountedWhateverTheirTrailingZeros() {
        Wagers some = ofKind(new Kind(new BigDecimal("10.00"), TWO), 2);
        Wagers others = ofKind(new Kind(BigDecimal.TEN, new BigDecimal("2")), 3);

        assertThat(some.plus(others).kinds()).isEqualTo(Map.of(new Kind(BigDecimal.TEN, TWO), 5L));
    }

    @Test
    void tooManyKindsAreGivenUpInWhateverOrderTheyCome() {
        Wagers many = Wagers.NONE;
        for (int stake = 1; stake <= Wagers.MOST_KINDS; stake++) {
            many = many.plus(ofKind(new Kind(BigDecimal.valueOf(stake), TWO), 1));
        }
        Wagers known = ofKind(new Kind(BigDecimal.ONE, TWO), 1);
        Wagers other = ofKind(new Kind(new BigDecimal("0.5"), TWO), 1);

        assertThat(many.plus(known).kinds()).hasSize(Wagers.MOST_KINDS);
        assertThat(many.plus(other).kinds()).isNull();
        assertThat(many.plus(other).groups(TWO)).isNull();
        assertThat(other.plus(many).kinds()).isNull();
        assertThat(many.plus(other).plus(known).kinds()).isNull();
    }

    private static Wagers ofKind(Kind kind, long bets) {
        WagerSums sums = WagerSums.of(new WagerGroup(kind.stake(), kind.target(), bets), BigDecimal.ZERO);
        return new Wagers(sums, sums, OpenWagers.NONE, new TreeMap<>(Map.of(kind, bets)), 0);
    }
}
