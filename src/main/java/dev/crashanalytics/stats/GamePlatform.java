package dev.crashanalytics.stats;

import java.util.Comparator;

/** A game on a platform, of which a house edge may be stated. */
public record GamePlatform(String gameName, String platformCode) implements Comparable<GamePlatform> {

    private static final Comparator<GamePlatform> ORDER =
            Comparator.comparing(GamePlatform::gameName).thenComparing(GamePlatform::platformCode);

    @Override
    public int compareTo(GamePlatform other) {
        return ORDER.compare(this, other);
    }
}
