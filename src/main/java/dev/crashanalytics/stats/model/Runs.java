package dev.crashanalytics.stats.model;

/**
 * Runs of rounds on one side of a fixed threshold, and whether there are too few of them (crashes cluster) or too many
 * (they alternate). A run is a stretch of rounds that all reach the threshold, or all miss it. Take one near the
 * median, say 2.00: there the test sees most.
 *
 * <p>For one sequence this is the test of Wald and Wolfowitz: given n1 rounds above and n2 below, n = n1 + n2, every
 * order is equally likely, and
 * <pre>  E(runs) = 1 + 2 n1 n2 / n        Var(runs) = 2 n1 n2 (2 n1 n2 - n) / (n² (n - 1))</pre>
 *
 * <p>Rounds come in many sequences (sessions, days), of which the neighbours alone are known. So what is kept are sums
 * over pairs of neighbours, which can be added in any order; the changes of side among them are the runs less the
 * sequences. Their moments over all orders of the n rounds are those of a join count: with q = n1 n2 / (n (n - 1)),
 * d = n1 (n1 - 1) n2 (n2 - 1) / (n (n - 1) (n - 2) (n - 3)), m pairs and t triples,
 * <pre>  E(changes) = 2 m q        Var(changes) = 2 m q + 2 t q + 4 (m (m - 1) - 2 t) d - (2 m q)²</pre>
 * which for one sequence, m = n - 1 and t = n - 2, is the above.
 *
 * <p>Sources: A. Wald, J. Wolfowitz (1940), On a Test Whether Two Samples are from the Same Population, Annals of
 * Mathematical Statistics 11; P. A. P. Moran (1948), The Interpretation of Statistical Maps, Journal of the Royal
 * Statistical Society B 10 (join counts).
 *
 * @param above rounds that reach the threshold
 * @param below rounds that miss it
 * @param pairs pairs of neighbouring rounds
 * @param changes pairs of which one round reaches the threshold and the other does not
 * @param triples three neighbouring rounds: two pairs that share their middle one
 */
public record Runs(long above, long below, long pairs, long changes, long triples) {

    public static final Runs NONE = new Runs(0, 0, 0, 0, 0);

    /** From so many z is near enough to normal: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.13. */
    private static final long LEAST_OF_A_SIDE = 11;

    public Runs {
        if (above < 0
                || below < 0
                || changes < 0
                || triples < 0
                || pairs < changes
                || pairs < triples
                || above + below < pairs) {
            throw new IllegalArgumentException("no runs of " + above + " and " + below + " rounds: " + pairs
                    + " pairs, " + changes + " changes, " + triples + " triples");
        }
    }

    /**
     * The sums of one sequence.
     *
     * @param reached whether each of its rounds, in order, reached the threshold
     */
    public static Runs of(boolean... reached) {
        long above = 0;
        long changes = 0;
        for (int i = 0; i < reached.length; i++) {
            above += reached[i] ? 1 : 0;
            changes += i > 0 && reached[i] != reached[i - 1] ? 1 : 0;
        }
        int length = reached.length;
        return new Runs(above, length - above, Math.max(0, length - 1), changes, Math.max(0, length - 2));
    }

    /** The sums of these sequences and the others. */
    public Runs plus(Runs other) {
        return new Runs(
                above + other.above,
                below + other.below,
                pairs + other.pairs,
                changes + other.changes,
                triples + other.triples);
    }

    /** The runs: changes of side, and the first run of each sequence. */
    public long runs() {
        return changes + sequences();
    }

    /** The expectation of {@link #runs} if the rounds are independent; null below 2 rounds. */
    public Double expectedRuns() {
        return above + below < 2 ? null : sequences() + expectedChanges();
    }

    /** z is negative where there are fewer runs than chance makes; null with fewer than 11 rounds on either side. */
    public Significance significance() {
        if (above < LEAST_OF_A_SIDE || below < LEAST_OF_A_SIDE || pairs == 0) {
            return null;
        }
        return Significance.of((changes - expectedChanges()) / Math.sqrt(variance()));
    }

    private long sequences() {
        return above + below - pairs;
    }

    private double expectedChanges() {
        return 2 * pairs * differ();
    }

    /** Half the probability that two given rounds lie on different sides. */
    private double differ() {
        double n = above + below;
        return above / n * below / (n - 1);
    }

    double variance() {
        double n = above + below;
        double twoDiffer = differ() * (above - 1) / (n - 2) * (below - 1) / (n - 3);
        double expected = expectedChanges();
        return expected
                + 2 * triples * differ()
                + 4 * ((double) pairs * (pairs - 1) - 2.0 * triples) * twoDiffer
                - expected * expected;
    }
}
