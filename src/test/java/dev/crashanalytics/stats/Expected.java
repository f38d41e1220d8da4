package dev.crashanalytics.stats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Figures over rounds by their definitions, worked out apart from the server's code. */
public record Expected(List<LoggedRound> rounds) {

    public long count(String outcome) {
        return rounds.stream().filter(round -> round.outcome().equals(outcome)).count();
    }

    BigDecimal stakes() {
        return sum(rounds.stream().map(LoggedRound::stake));
    }

    public BigDecimal profit() {
        return sum(rounds.stream().map(LoggedRound::profit));
    }

    BigDecimal winRatePercent() {
        return rounds.isEmpty()
                ? new BigDecimal("0.00")
                : BigDecimal.valueOf(count("WIN") * 100)
                        .divide(BigDecimal.valueOf(rounds.size()), 2, RoundingMode.HALF_EVEN);
    }

    BigDecimal roiPercent() {
        return stakes().signum() == 0
                ? BigDecimal.ZERO
                : profit().multiply(new BigDecimal(100)).divide(stakes(), 10, RoundingMode.HALF_EVEN);
    }

    public BigDecimal meanProfit() {
        return rounds.isEmpty()
                ? BigDecimal.ZERO
                : profit().divide(BigDecimal.valueOf(rounds.size()), 10, RoundingMode.HALF_EVEN);
    }

    BigDecimal largestWin() {
        return extreme("WIN", Comparator.naturalOrder());
    }

    BigDecimal largestLoss() {
        return extreme("LOSS", Comparator.reverseOrder());
    }

    List<BigDecimal> multipliers() {
        return rounds.stream()
                .map(LoggedRound::finalMultiplier)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    BigDecimal meanMultiplier() {
        List<BigDecimal> all = multipliers();
        return all.isEmpty()
                ? null
                : sum(all.stream()).divide(BigDecimal.valueOf(all.size()), 10, RoundingMode.HALF_EVEN);
    }

    /** By the sum of squared differences from the mean, as the textbook has it. */
    public BigDecimal deviation() {
        if (rounds.size() < 2) {
            return null;
        }
        BigDecimal n = BigDecimal.valueOf(rounds.size());
        BigDecimal mean = profit().divide(n, MathContext.DECIMAL128);
        BigDecimal squares =
                sum(rounds.stream().map(round -> round.profit().subtract(mean).pow(2)));
        return squares.divide(n.subtract(BigDecimal.ONE), MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL128);
    }

    BigDecimal lowest(Function<LoggedRound, BigDecimal> value) {
        return rounds.stream().map(value).min(Comparator.naturalOrder()).orElse(null);
    }

    BigDecimal highest(Function<LoggedRound, BigDecimal> value) {
        return rounds.stream().map(value).max(Comparator.naturalOrder()).orElse(null);
    }

    private BigDecimal extreme(String outcome, Comparator<BigDecimal> order) {
        return rounds.stream()
                .filter(round -> round.outcome().equals(outcome))
                .map(LoggedRound::profit)
                .max(order)
                .orElse(BigDecimal.ZERO);
    }

    private static BigDecimal sum(Stream<BigDecimal> values) {
        return values.reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
