package dev.crashanalytics.stats.model;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How often something happened in independent trials.
 *
 * @param successes from 0 to {@code trials}
 */
public record Proportion(long successes, long trials) {

    public static final Proportion NONE = new Proportion(0, 0);

    /** 1.959964: the standard normal lies within this distance of 0 with probability {@link Interval#CONFIDENCE}. */
    private static final double Z =
            NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + Interval.CONFIDENCE) / 2);

    public Proportion {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " of " + trials);
        }
    }

    public Proportion plus(Proportion other) {
        return new Proportion(successes + other.successes, trials + other.trials);
    }

    /** {@code successes / trials}; null without trials. */
    public Double estimate() {
        return trials == 0 ? null : (double) successes / trials;
    }

    /**
     * The score interval of the probability: with p = k / n, the solutions of |p - q| = z sqrt(q (1 - q) / n),
     * <pre>  (p + z²/2n ± z sqrt(p (1 - p) / n + z²/4n²)) / (1 + z²/n)</pre>
     * It stays within 0 and 1 and holds its confidence where k is 0 or n, which p ± z s does not.
     *
     * <p>Source: E. B. Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference, Journal of
     * the American Statistical Association 22.
     *
     * @return null without trials
     */
    public Interval interval() {
        if (trials == 0) {
            return null;
        }
        double n = trials;
        double p = successes / n;
        double shrink = 1 + Z * Z / n;
        double centre = (p + Z * Z / (2 * n)) / shrink;
        double margin = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / shrink;
        // Exactly 0 and 1 at the ends, where rounding would leave a crumb.
        return new Interval(
                successes == 0 ? 0 : Math.max(0, centre - margin),
                successes == trials ? 1 : Math.min(1, centre + margin));
    }
}
