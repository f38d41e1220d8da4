package dev.crashanalytics.testing;

import java.util.Random;

/** The random numbers of a fuzz test; its seed is printed, and {@code -Dfuzz.seed} repeats a run. */
public final class Fuzz {

    private Fuzz() {}

    public static Random random(Class<?> test) {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println(test.getSimpleName() + ": -Dfuzz.seed=" + seed);
        return new Random(seed);
    }
}
