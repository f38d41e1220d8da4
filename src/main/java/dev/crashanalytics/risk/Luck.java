package dev.crashanalytics.risk;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.stats.Estimate;
import dev.crashanalytics.stats.GamePlatform;
import dev.crashanalytics.stats.StatedEdges;
import dev.crashanalytics.stats.model.CrashModel;
import dev.crashanalytics.stats.model.LuckProbability;
import dev.crashanalytics.stats.model.LuckProbability.Part;
import dev.crashanalytics.stats.model.OpenWagers;
import dev.crashanalytics.stats.model.WagerGroup;
import dev.crashanalytics.stats.model.WagerSums;
import dev.crashanalytics.stats.model.Wagers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether the profit can be luck: how probable it is, or a higher one, when the crashes are fair at the stated edge. A small
 * probability speaks for skill, or against the model; it is no probability that there is skill.
 *
 * @param probability that the bets gain their profit or more; null without bets
 * @param method exact_binomial, exact_convolution or shifted_gamma, which is an approximation; null without bets
 * @param houseEdgePercent the edge used: that of the bets, by stake where there are several; null without bets
 * @param bets that it rests on
 * @param betsWithAssumedTarget of these, those that state no target
 * @param assumedTarget the mean cash-out of the won bets that state no target; null where there is none
 * @param betsLeftOut the other rounds played
 * @param withoutTarget of these, those with no target above 1.00, stated or to be assumed
 * @param withoutEdge those on platforms that state no edge
 * @param profit of the bets
 * @param expectedProfit at the stated edge
 * @param atUnitStakes the same bets at a stake of 1 each, which cannot react to results; null without bets
 */
@JsonNaming(SnakeCaseStrategy.class)
record Luck(
        @Schema(nullable = true) BigDecimal probability,
        @Schema(nullable = true) String method,
        @Schema(nullable = true) BigDecimal houseEdgePercent,
        long bets,
        long betsWithAssumedTarget,
        @Schema(nullable = true) BigDecimal assumedTarget,
        long betsLeftOut,
        long withoutTarget,
        long withoutEdge,
        BigDecimal profit,
        BigDecimal expectedProfit,
        @Schema(nullable = true) AtUnitStakes atUnitStakes) {

    /** The luck of the same bets, had 1 been staked on each. */
    @JsonNaming(SnakeCaseStrategy.class)
    record AtUnitStakes(BigDecimal probability, String method, BigDecimal profit, BigDecimal expectedProfit) {}

    /**
     * The luck of the bets of one currency.
     *
     * @param played the rounds that were played
     */
    static Luck of(Map<GamePlatform, Wagers> wagers, long played, StatedEdges edges) {
        BigDecimal target = assumedTarget(wagers.values());
        long withoutTarget = 0;
        long withoutEdge = 0;
        long assumed = 0;
        List<AtEdge> parts = new ArrayList<>();
        for (Map.Entry<GamePlatform, Wagers> platform : wagers.entrySet()) {
            Wagers bets = platform.getValue();
            BigDecimal edge = edges.percent(platform.getKey());
            withoutTarget +=
                    bets.withoutTarget() + (target == null ? bets.open().bets() : 0);
            if (edge == null) {
                withoutEdge += bets.sums(target).bets();
            } else {
                assumed += target == null ? 0 : bets.open().bets();
                parts.add(new AtEdge(bets, CrashModel.ofPercent(edge)));
            }
        }
        WagerSums sums = sum(parts, part -> part.bets.sums(target));
        LuckProbability luck = luck(parts, target, false);
        double expected = expected(parts, part -> part.bets.sums(target));
        return new Luck(
                luck == null ? null : Estimate.of(luck.probability()),
                luck == null ? null : name(luck),
                luck == null
                        ? null
                        : Estimate.of(-100 * expected / sums.stakes().doubleValue()),
                sums.bets(),
                assumed,
                target == null ? null : Decimals.canonical(target),
                played - sums.bets(),
                withoutTarget,
                withoutEdge,
                Decimals.canonical(sums.profit()),
                luck == null ? Decimals.ZERO : Estimate.of(expected),
                luck == null ? null : atUnitStakes(parts, target));
    }

    /** Bets at the edge of their platform. */
    private record AtEdge(Wagers bets, CrashModel model) {

        /** The bets by stake and target, or with a stake of 1 by target; null where they are of too many kinds. */
        List<WagerGroup> groups(BigDecimal target, boolean unit) {
            List<WagerGroup> groups = bets.groups(target);
            return groups == null || !unit
                    ? groups
                    : groups.stream()
                            .map(group -> new WagerGroup(BigDecimal.ONE, group.target(), group.bets()))
                            .toList();
        }
    }

    private interface Sums {
        WagerSums of(AtEdge part);
    }

    private static AtUnitStakes atUnitStakes(List<AtEdge> parts, BigDecimal target) {
        LuckProbability luck = luck(parts, target, true);
        Sums sums = part -> part.bets.sumsAtUnitStakes(target);
        return new AtUnitStakes(
                Estimate.of(luck.probability()),
                name(luck),
                Decimals.canonical(sum(parts, sums).profit()),
                Estimate.of(expected(parts, sums)));
    }

    /** Exact where all bets are at one edge and of few kinds. */
    private static LuckProbability luck(List<AtEdge> parts, BigDecimal target, boolean unit) {
        Sums sums = part -> unit ? part.bets.sumsAtUnitStakes(target) : part.bets.sums(target);
        List<AtEdge> bets =
                parts.stream().filter(part -> sums.of(part).bets() > 0).toList();
        boolean isOneEdge = bets.stream().map(AtEdge::model).distinct().count() == 1;
        List<WagerGroup> groups = isOneEdge ? groups(bets, target, unit) : null;
        return groups == null
                ? LuckProbability.of(bets.stream()
                        .map(part -> new Part(sums.of(part), part.model))
                        .toList())
                : LuckProbability.of(groups, sum(bets, sums).profit(), bets.get(0).model);
    }

    /** Null where there are too many kinds of them. */
    private static List<WagerGroup> groups(List<AtEdge> bets, BigDecimal target, boolean unit) {
        List<WagerGroup> all = new ArrayList<>();
        for (AtEdge part : bets) {
            List<WagerGroup> groups = part.groups(target, unit);
            if (groups == null) {
                return null;
            }
            all.addAll(groups);
        }
        return all;
    }

    private static WagerSums sum(List<AtEdge> parts, Sums sums) {
        return parts.stream().map(sums::of).reduce(WagerSums.NONE, WagerSums::plus);
    }

    private static double expected(List<AtEdge> parts, Sums sums) {
        return parts.stream()
                .mapToDouble(part -> sums.of(part).expectedProfit(part.model))
                .sum();
    }

    private static BigDecimal assumedTarget(Collection<Wagers> wagers) {
        BigDecimal mean = wagers.stream()
                .map(Wagers::open)
                .reduce(OpenWagers.NONE, OpenWagers::plus)
                .meanCashout();
        return mean == null || mean.compareTo(BigDecimal.ONE) <= 0 ? null : mean;
    }

    private static String name(LuckProbability luck) {
        return luck.method().name().toLowerCase(Locale.ROOT);
    }
}
