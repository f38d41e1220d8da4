package dev.crashanalytics.stats.model;

/**
 * The longest run one has to expect of something that happens with probability q in every round, say a loss. With
 * p = 1 - q and L the longest run in n rounds:
 *
 * <ul>
 *   <li>Up to {@value #EXACT_ROUNDS} rounds exactly: E(L) = sum over m of P(L &gt;= m), where s(n) = P(L &lt; m)
 *       follows s(n) = s(n - 1) - p q^m s(n - m - 1), s(m) = 1 - q^m, s = 1 below.
 *   <li>Beyond, E(L) = log(n p) + gamma / ln(1/q) - 1/2, the logarithm to base 1/q, gamma Euler's constant. It leaves
 *       out a term that wavers with n, and is right to 0.01 or 0.1% for q from 0.2 up; to 0.1 at q = 0.02.
 *   <li>Where fewer than {@value #FEW_BREAKS} rounds break a run, that formula fails; but then the longest of the few
 *       gaps between them is a share of n that depends on n p alone, so it is taken from {@value #EXACT_ROUNDS} rounds.
 *       Right to 0.2%.
 * </ul>
 *
 * <p>Sources: A. de Moivre (1756), The Doctrine of Chances, third edition, problem LXXIV (the recursion);
 * M. F. Schilling (1990), The Longest Run of Heads, College Mathematics Journal 21 (the formula).
 */
public final class LongestRun {

    private static final int EXACT_ROUNDS = 1_000;
    private static final int FEW_BREAKS = 5;
    private static final double EULER = 0.5772156649015329;

    /** What a longer run adds to the expectation once it is this unlikely is nothing. */
    private static final double NEGLIGIBLE = 1e-13;

    private LongestRun() {}

    /**
     * The expected length of the longest run.
     *
     * @param rounds at least 0
     * @param probability q, of what runs are made of, in each round
     */
    public static double expected(long rounds, double probability) {
        if (rounds < 0 || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(rounds + " rounds, probability " + probability);
        }
        if (rounds == 0 || probability == 0) {
            return 0;
        }
        double breaks = rounds * (1 - probability);
        if (rounds <= EXACT_ROUNDS) {
            return exact((int) rounds, probability);
        } else if (breaks < FEW_BREAKS) {
            return rounds * exact(EXACT_ROUNDS, 1 - breaks / EXACT_ROUNDS) / EXACT_ROUNDS;
        }
        double rate = -Math.log(probability);
        return Math.log(breaks) / rate + EULER / rate - 0.5;
    }

    private static double exact(int rounds, double q) {
        double expected = 0;
        for (int length = 1; length <= rounds; length++) {
            double run = Math.pow(q, length);
            if (run * (1 + (rounds - length) * (1 - q)) < NEGLIGIBLE) {
                break;
            }
            expected += 1 - withoutRun(rounds, length, (1 - q) * run, run);
        }
        return expected;
    }

    /**
     * P(L &lt; length).
     *
     * @param run q^length
     * @param brokenRun p q^length
     */
    private static double withoutRun(int rounds, int length, double brokenRun, double run) {
        double[] without = new double[rounds + 1];
        for (int n = 0; n <= rounds; n++) {
            if (n < length) {
                without[n] = 1;
            } else if (n == length) {
                without[n] = 1 - run;
            } else {
                without[n] = without[n - 1] - brokenRun * without[n - length - 1];
            }
        }
        return without[rounds];
    }
}
