package dev.crashanalytics.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** How a bot stakes, and where it cashes out. Pure: what it answers follows from what it is told. */
interface Strategy {

    /** The guide's stakes and balance, in the currency of the platform. */
    BigDecimal BASE_STAKE = new BigDecimal("10.00");

    BigDecimal MAX_STAKE = new BigDecimal("100.00");

    /** Less is not worth a bet: who has no more has lost. */
    BigDecimal MIN_STAKE = new BigDecimal("1.00");

    BigDecimal INITIAL_BALANCE = new BigDecimal("1000.00");

    /** Those there are; bots take them in turn. */
    static List<Strategy> all() {
        return List.of(new FixedStake(), new Martingale(), new Compound(), new Kelly());
    }

    /** Its name on the wire; of its own, so that no statistic of a real strategy is touched. */
    String name();

    /** Where it cashes out. */
    BigDecimal target();

    /** What it would stake, had it enough and were there no limit; 0 or less to watch. */
    BigDecimal wish(Standing standing);

    /** What it stakes: in whole cents, at most {@link #MAX_STAKE} and the balance; 0 where it only watches. */
    default BigDecimal stake(Standing standing) {
        BigDecimal stake = wish(standing).min(MAX_STAKE).min(standing.balance()).setScale(2, RoundingMode.FLOOR);
        return stake.compareTo(MIN_STAKE) < 0 ? BigDecimal.ZERO.setScale(2) : stake;
    }
}
