package dev.crashanalytics.stats.model;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bets of one currency at one edge, as far as {@link LuckProbability} needs to know them: their sums at the stakes that
 * were made and at a stake of 1 each, and where they are of few kinds, how many there are of each.
 *
 * @param stated of the bets with a target
 * @param statedAtUnitStakes of the same bets
 * @param open of the bets without a target
 * @param kinds how many bets there are of each stake and target; null where there are more than {@link #MOST_KINDS} kinds
 * @param withoutTarget bets at a target of 1.00, which wins nothing
 */
public record Wagers(
        WagerSums stated,
        WagerSums statedAtUnitStakes,
        OpenWagers open,
        SortedMap<Kind, Long> kinds,
        long withoutTarget) {

    /** Beyond this a distribution bet by bet is out of reach, so that there is no use in keeping more. */
    public static final int MOST_KINDS = 64;

    public static final Wagers NONE =
            new Wagers(WagerSums.NONE, WagerSums.NONE, OpenWagers.NONE, Collections.emptySortedMap(), 0);

    /**
     * Bets that are alike.
     *
     * @param target null where none is stated
     */
    public record Kind(BigDecimal stake, BigDecimal target) implements Comparable<Kind> {

        private static final Comparator<Kind> ORDER = Comparator.comparing(Kind::stake)
                .thenComparing(Kind::target, Comparator.nullsFirst(Comparator.naturalOrder()));

        public Kind {
            stake = stake.stripTrailingZeros();
            target = target == null ? null : target.stripTrailingZeros();
        }

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }

        private WagerGroup group(BigDecimal assumedTarget, long bets) {
            return new WagerGroup(stake, target == null ? assumedTarget : target, bets);
        }
    }

    /** These bets and the others. */
    public Wagers plus(Wagers other) {
        return new Wagers(
                stated.plus(other.stated),
                statedAtUnitStakes.plus(other.statedAtUnitStakes),
                open.plus(other.open),
                together(kinds, other.kinds),
                withoutTarget + other.withoutTarget);
    }

    /**
     * The sums of the bets whose target is known or assumed.
     *
     * @param assumedTarget above 1; null where there is nothing to assume, and bets without a target stay out
     */
    public WagerSums sums(BigDecimal assumedTarget) {
        return assumedTarget == null ? stated : stated.plus(open.at(assumedTarget));
    }

    /** The same at a stake of 1 each. */
    public WagerSums sumsAtUnitStakes(BigDecimal assumedTarget) {
        return assumedTarget == null ? statedAtUnitStakes : statedAtUnitStakes.plus(open.atUnitStakes(assumedTarget));
    }

    /** The same bets as groups; null where they are of too many kinds. */
    public List<WagerGroup> groups(BigDecimal assumedTarget) {
        return kinds == null
                ? null
                : kinds.entrySet().stream()
                        .filter(kind -> assumedTarget != null || kind.getKey().target != null)
                        .map(kind -> kind.getKey().group(assumedTarget, kind.getValue()))
                        .toList();
    }

    private static SortedMap<Kind, Long> together(SortedMap<Kind, Long> some, SortedMap<Kind, Long> others) {
        if (some == null || others == null) {
            return null;
        }
        SortedMap<Kind, Long> all = new TreeMap<>(some);
        others.forEach((kind, bets) -> all.merge(kind, bets, Long::sum));
        return all.size() > MOST_KINDS ? null : all;
    }
}
