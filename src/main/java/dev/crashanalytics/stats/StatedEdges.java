package dev.crashanalytics.stats;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The house edges that platforms state, in percent.
 *
 * @param byPlatform of the platforms that state one
 */
public record StatedEdges(Map<GamePlatform, BigDecimal> byPlatform) {

    /** The platform's own, else the game's if its platforms agree; null where none is stated. */
    public BigDecimal percent(GamePlatform platform) {
        BigDecimal own = byPlatform.get(platform);
        if (own != null) {
            return own;
        }
        List<BigDecimal> ofGame = byPlatform.entrySet().stream()
                .filter(stated -> stated.getKey().gameName().equals(platform.gameName()))
                .map(stated -> stated.getValue().stripTrailingZeros())
                .distinct()
                .toList();
        return ofGame.size() == 1 ? ofGame.get(0) : null;
    }

    /** The edge of all these platforms; null where they have none in common. */
    public BigDecimal common(Iterable<GamePlatform> platforms) {
        Set<BigDecimal> edges = new TreeSet<>();
        for (GamePlatform platform : platforms) {
            BigDecimal edge = percent(platform);
            if (edge == null) {
                return null;
            }
            edges.add(edge);
        }
        return edges.size() == 1 ? edges.iterator().next() : null;
    }
}
