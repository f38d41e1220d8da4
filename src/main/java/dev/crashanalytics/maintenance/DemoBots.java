package dev.crashanalytics.maintenance;

import io.smallrye.mutiny.Uni;

/**
 * Bots that play inside this server, and how what they write is told from everything else: their ids begin with
 * {@link #PREFIX}, and they play a game of their own.
 */
public interface DemoBots {

    /** The game they play. */
    String GAME = "demo";

    /** The platform they play it on. */
    String PLATFORM = "demo";

    /** What the names of their strategies begin with; a bot's id is its strategy's name, a hyphen and a number. */
    String PREFIX = "demo-";

    /** Stops those of this server, until it starts again. Completes when nothing more of them is under way. */
    Uni<Void> stop();
}
