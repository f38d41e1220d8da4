package dev.crashanalytics.stats;

import dev.crashanalytics.query.QueryValues;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * A range of time, cut into whole UTC days, which the rollups know, and the edges before and after them, which are read
 * from the rounds. A range without a whole day is all head.
 *
 * <pre>
 *    from      firstDay  ..  lastDay (exclusive)      to
 *     |-- head --|---------- rollups -------|-- tail --|
 * </pre>
 *
 * @param from inclusive
 * @param to exclusive
 */
public record StatisticsRange(OffsetDateTime from, OffsetDateTime to) {

    /** The years a round may name (wire/Timestamps): what has no limit ends here. */
    private static final OffsetDateTime FIRST = start(LocalDate.of(1970, 1, 1));

    private static final OffsetDateTime LAST = start(LocalDate.of(10_000, 1, 1));

    /** Reads the parameters of a call, null where not sent. */
    public static StatisticsRange of(String from, String to) {
        Instant start = QueryValues.timestamp("from", from);
        Instant end = QueryValues.timestamp("to", to);
        QueryValues.range(start, end);
        return new StatisticsRange(
                start == null ? FIRST : start.atOffset(ZoneOffset.UTC),
                end == null ? LAST : end.atOffset(ZoneOffset.UTC));
    }

    /** What of this range is not before a day. */
    public StatisticsRange since(LocalDate day) {
        return start(day).isAfter(from) ? new StatisticsRange(start(day), to) : this;
    }

    /** What of this range is before a day. */
    public StatisticsRange until(LocalDate day) {
        OffsetDateTime end = start(day).isBefore(from) ? from : start(day);
        return end.isBefore(to) ? new StatisticsRange(from, end) : this;
    }

    public boolean isAllTime() {
        return from.equals(FIRST) && to.equals(LAST);
    }

    /** The first whole day. */
    public LocalDate firstDay() {
        LocalDate day = from.toLocalDate();
        return isMidnight(from) ? day : day.plusDays(1);
    }

    /** The day after the last whole one; not after {@link #firstDay} where there is none. */
    public LocalDate lastDay() {
        return to.toLocalDate();
    }

    public OffsetDateTime headFrom() {
        return from;
    }

    public OffsetDateTime headTo() {
        return hasWholeDay() ? start(firstDay()) : to;
    }

    public OffsetDateTime tailFrom() {
        return hasWholeDay() ? start(lastDay()) : to;
    }

    public OffsetDateTime tailTo() {
        return to;
    }

    /** The days that it begins or ends inside of. */
    public LocalDate[] edgeDays() {
        return Stream.of(from, to)
                .filter(edge -> !isMidnight(edge))
                .map(OffsetDateTime::toLocalDate)
                .distinct()
                .toArray(LocalDate[]::new);
    }

    private boolean hasWholeDay() {
        return firstDay().isBefore(lastDay());
    }

    private static boolean isMidnight(OffsetDateTime time) {
        return time.truncatedTo(ChronoUnit.DAYS).isEqual(time);
    }

    private static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
