package dev.crashanalytics.rollup;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.RoundFact;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;

/**
 * Which rounds are summed up together. The order is that in which transactions lock the sums, so that two never wait for
 * each other.
 *
 * @param day the UTC day of round_start_timestamp
 */
public record RollupKey(
        String botId, LocalDate day, String gameName, String platformCode, String strategyName, String currency)
        implements Comparable<RollupKey> {

    private static final Comparator<RollupKey> ORDER = Comparator.comparing(RollupKey::botId)
            .thenComparing(RollupKey::day)
            .thenComparing(RollupKey::gameName)
            .thenComparing(RollupKey::platformCode)
            .thenComparing(RollupKey::strategyName)
            .thenComparing(RollupKey::currency);

    /** The key of a complete round. */
    static RollupKey of(Facts<RoundFact> round) {
        return new RollupKey(
                round.text(RoundFact.BOT_ID),
                dayOf(round.timestamp(RoundFact.ROUND_START_TIMESTAMP)),
                round.text(RoundFact.GAME_NAME),
                round.text(RoundFact.PLATFORM_CODE),
                round.text(RoundFact.STRATEGY_NAME),
                round.text(RoundFact.CURRENCY));
    }

    /** The UTC day of a time. */
    public static LocalDate dayOf(OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
    }

    @Override
    public int compareTo(RollupKey other) {
        return ORDER.compare(this, other);
    }
}
