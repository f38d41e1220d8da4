package dev.crashanalytics.rollup;

/** The advisory locks that settling holds for each of its steps: whoever has them keeps every server from settling. */
public final class SettlingLocks {

    private static final int CLASS = 0x63726174;

    /** Of the sums, as the arguments of an advisory lock. */
    public static final String FIGURES = CLASS + ", 1";

    /** Of the histograms, likewise; taken after the other by those who take both. */
    public static final String CRASHES = CLASS + ", 2";

    private SettlingLocks() {}
}
