package dev.crashanalytics.demo;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a strategy decides by.
 *
 * @param balance what there is to stake
 * @param last the bet before, of this session; rounds that were only watched do not count
 * @param confidence how probable it seems that the next game reaches the target, 0 to 1
 */
record Standing(BigDecimal balance, Optional<Bet> last, BigDecimal confidence) {

    /** A bet that has ended. */
    record Bet(BigDecimal stake, boolean won) {}

    boolean hasJustWon() {
        return last.map(Bet::won).orElse(false);
    }

    boolean hasJustLost() {
        return last.map(bet -> !bet.won()).orElse(false);
    }

    /** The stake of the bet before; 0 where there is none. */
    BigDecimal lastStake() {
        return last.map(Bet::stake).orElse(BigDecimal.ZERO);
    }
}
