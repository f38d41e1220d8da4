package dev.crashanalytics.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.stats.GamePlatform;
import dev.crashanalytics.testing.Fuzz;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RiskPieceTest {

    private static final List<String> OUTCOMES = List.of("WIN", "WIN", "LOSS", "LOSS", "SKIP", "ERROR");

    /** However a sequence is cut, and whether its pieces were kept or not, they join to what the whole sums up to. */
    @Test
    void piecesJoinToTheWhole() {
        Random random = Fuzz.random(RiskPieceTest.class);
        for (int i = 0; i < 300; i++) {
            List<RiskRound> rounds = rounds(random);
            RiskPiece joined = RiskPiece.NONE;
            for (int from = 0; from < rounds.size(); ) {
                int to = Math.min(rounds.size(), from + 1 + random.nextInt(40));
                RiskPiece piece = fold(rounds.subList(from, to));
                joined = joined.then(random.nextBoolean() ? piece : kept(piece));
                from = to;
            }

            assertSame(joined, fold(rounds));
        }
    }

    /** With few kinds of bets and with too many. */
    @Test
    void whatIsKeptIsReadAsItWas() {
        Random random = Fuzz.random(RiskPieceTest.class);
        for (int i = 0; i < 100; i++) {
            RiskPiece piece = fold(rounds(random));

            assertSame(kept(piece), piece);
        }
        assertSame(kept(RiskPiece.NONE), RiskPiece.NONE);
    }

    @Test
    void oneCurrencyIsWhatIsLeftWithoutTheOthers() {
        Random random = Fuzz.random(RiskPieceTest.class);
        List<RiskRound> rounds = rounds(random);
        List<RiskRound> euros =
                rounds.stream().filter(round -> round.currency().equals("EUR")).toList();

        assertSame(fold(rounds).only("EUR"), fold(euros));
        assertThat(fold(rounds).only("CHF")).isEqualTo(RiskPiece.NONE);
    }

    @Test
    void targetsAreReachedExactly() {
        assertThat(RiskSums.targetsReached(new BigDecimal("1.00"))).isZero();
        assertThat(RiskSums.targetsReached(new BigDecimal("1.1999"))).isZero();
        assertThat(RiskSums.targetsReached(new BigDecimal("1.20"))).isEqualTo(1);
        assertThat(RiskSums.targetsReached(new BigDecimal("99.99"))).isEqualTo(9);
        assertThat(RiskSums.targetsReached(new BigDecimal("100"))).isEqualTo(10);
        assertThat(RiskSums.targetsReached(new BigDecimal("999999999999.99"))).isEqualTo(10);
    }

    private static RiskPiece fold(List<RiskRound> rounds) {
        RiskFold fold = new RiskFold();
        rounds.forEach(fold::add);
        return fold.piece();
    }

    private static RiskPiece kept(RiskPiece piece) {
        return RiskPieceFormat.read(RiskPieceFormat.write(piece));
    }

    private static void assertSame(RiskPiece shown, RiskPiece expected) {
        assertThat(shown)
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(expected);
    }

    private static List<RiskRound> rounds(Random random) {
        List<RiskRound> rounds = new ArrayList<>();
        Instant time = Instant.parse("2026-03-01T00:00:00Z");
        int stakes = 1 + random.nextInt(150);
        for (int i = random.nextInt(200); i > 0; i--) {
            time = time.plusNanos(1_000L * random.nextInt(1_000_000));
            String outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
            BigDecimal stake = BigDecimal.valueOf(1 + random.nextInt(stakes), 1);
            BigDecimal cashout = outcome.equals("WIN") ? BigDecimal.valueOf(101 + random.nextInt(300), 2) : null;
            rounds.add(new RiskRound(
                    "s",
                    time,
                    random.nextInt(3) == 0 ? "EUR" : "USD",
                    new GamePlatform("aviator", random.nextBoolean() ? "here" : "there"),
                    outcome,
                    stake,
                    random.nextBoolean() ? BigDecimal.valueOf(100 + random.nextInt(50), 2) : null,
                    cashout,
                    random.nextBoolean() ? BigDecimal.valueOf(100 + random.nextInt(20_000), 2) : null,
                    profit(outcome, stake, cashout)));
        }
        return rounds;
    }

    private static BigDecimal profit(String outcome, BigDecimal stake, BigDecimal cashout) {
        return switch (outcome) {
            case "WIN" -> stake.multiply(cashout.subtract(BigDecimal.ONE));
            case "LOSS" -> stake.negate();
            default -> BigDecimal.ZERO;
        };
    }
}
