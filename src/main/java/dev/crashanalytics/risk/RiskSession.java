package dev.crashanalytics.risk;

import dev.crashanalytics.stats.StatisticsRange;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Where to look for the rounds of a session.
 *
 * @param startIsStated whether the bot said when it started, so that rounds may have started before
 * @param startTime else no round is before it
 * @param lastRoundAt no round started later; null without rounds
 * @param rounds it has had, those that are archived too
 * @param initialBalance null where it is unknown
 */
record RiskSession(
        String botId,
        String sessionId,
        boolean startIsStated,
        OffsetDateTime startTime,
        OffsetDateTime lastRoundAt,
        long rounds,
        BigDecimal initialBalance) {

    RiskScope scope() {
        return RiskScope.session(botId, sessionId);
    }

    /** What of a range can hold rounds of the session, if none started before it says it did. */
    StatisticsRange within(StatisticsRange range) {
        OffsetDateTime end = lastRoundAt == null ? startTime : lastRoundAt;
        return range.since(startTime.toLocalDate()).until(end.toLocalDate().plusDays(1));
    }

    /** Whether a range begins before the stated start, and so may hold rounds that did. */
    boolean mayHaveEarlierRounds(StatisticsRange range) {
        return startIsStated && range.from().isBefore(startTime);
    }

    /**
     * The balance at the beginning of the curve.
     *
     * @param found the parts of the range
     * @return null where that is unknown: where the range leaves rounds out before it, or the rounds are in several
     *     currencies, of which the balance is in one
     */
    BigDecimal balanceAtStart(StatisticsRange range, List<RiskPart> found) {
        boolean isWhole = rounds(found) == rounds;
        boolean fromStart = !range.from().isAfter(startTime);
        boolean knowsNoEarlierRounds = isWhole || !startIsStated || range.isAllTime();
        return fromStart && knowsNoEarlierRounds && currencies(found) <= 1 ? initialBalance : null;
    }

    static long rounds(List<RiskPart> parts) {
        return parts.stream().mapToLong(part -> part.piece().rounds()).sum();
    }

    private static long currencies(List<RiskPart> parts) {
        return parts.stream()
                .flatMap(part -> part.piece().byCurrency().keySet().stream())
                .distinct()
                .count();
    }
}
