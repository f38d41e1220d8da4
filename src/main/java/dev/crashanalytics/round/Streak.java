package dev.crashanalytics.round;

/**
 * How many rounds in a row were won or lost, in round_number order; one of the two is zero.
 *
 * @param wins the wins that end here
 * @param losses the losses that end here
 */
public record Streak(int wins, int losses) {

    public static final Streak NONE = new Streak(0, 0);

    /** The streak one round later; SKIP and ERROR neither extend nor break it. */
    public Streak after(Outcome outcome) {
        return switch (outcome) {
            case WIN -> new Streak(wins + 1, 0);
            case LOSS -> new Streak(0, losses + 1);
            case SKIP, ERROR -> this;
        };
    }
}
