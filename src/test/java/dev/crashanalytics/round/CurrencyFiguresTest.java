package dev.crashanalytics.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.testing.Fuzz;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CurrencyFiguresTest {

    private record Played(Outcome outcome, BigDecimal stake, BigDecimal profit) {}

    @Test
    void areZeroWithoutRounds() {
        CurrencyFigures none = CurrencyFigures.NONE;

        assertThat(List.of(none.roiPercent(), none.averageWin(), none.averageLoss(), none.largestWin()))
                .allMatch(figure -> figure.signum() == 0);
    }

    @Test
    void skipsCountAsRoundsAndStakesOnly() {
        CurrencyFigures figures = CurrencyFigures.NONE.plus(Outcome.SKIP, BigDecimal.TEN, BigDecimal.ZERO);

        assertThat(figures.rounds()).isEqualTo(1);
        assertThat(figures.wins() + figures.losses()).isZero();
        assertThat(figures.stakes()).isEqualByComparingTo("10");
        assertThat(figures.roiPercent()).isEqualByComparingTo("0");
    }

    @Test
    void equalARecomputationFromAllRounds() {
        Random random = Fuzz.random(CurrencyFiguresTest.class);
        List<Played> rounds = new ArrayList<>();
        CurrencyFigures figures = CurrencyFigures.NONE;
        for (int i = 0; i < 2_000; i++) {
            Played played = random(random);
            rounds.add(played);
            figures = figures.plus(played.outcome, played.stake, played.profit);
        }

        BigDecimal stakes = sum(rounds.stream().map(Played::stake).toList());
        BigDecimal profit = sum(profits(rounds, played -> true));
        List<BigDecimal> won = profits(rounds, played -> played.outcome == Outcome.WIN);
        List<BigDecimal> lost = profits(rounds, played -> played.outcome == Outcome.LOSS);
        assertThat(figures.rounds()).isEqualTo(rounds.size());
        assertThat(figures.wins()).isEqualTo(won.size());
        assertThat(figures.losses()).isEqualTo(lost.size());
        assertThat(figures.stakes()).isEqualByComparingTo(stakes);
        assertThat(figures.profit()).isEqualByComparingTo(profit);
        assertThat(figures.largestWin()).isEqualByComparingTo(won.stream().reduce(BigDecimal.ZERO, BigDecimal::max));
        assertThat(figures.largestLoss()).isEqualByComparingTo(lost.stream().reduce(BigDecimal.ZERO, BigDecimal::min));
        assertThat(figures.averageWin()).isEqualByComparingTo(Decimals.ratio(sum(won), BigDecimal.valueOf(won.size())));
        assertThat(figures.averageLoss())
                .isEqualByComparingTo(Decimals.ratio(sum(lost), BigDecimal.valueOf(lost.size())));
        assertThat(figures.roiPercent()).isEqualByComparingTo(Decimals.percent(profit, stakes));
    }

    private static Played random(Random random) {
        Outcome outcome = Outcome.values()[random.nextInt(4)];
        BigDecimal stake = Decimals.canonical(BigDecimal.valueOf(1 + random.nextInt(1_000_000), 4));
        BigDecimal profit = switch (outcome) {
            case WIN -> Decimals.canonical(BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 10));
            case LOSS -> stake.negate();
            case SKIP, ERROR -> Decimals.ZERO;
        };
        return new Played(outcome, stake, profit);
    }

    private static List<BigDecimal> profits(List<Played> rounds, Predicate<Played> which) {
        return rounds.stream().filter(which).map(Played::profit).toList();
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
