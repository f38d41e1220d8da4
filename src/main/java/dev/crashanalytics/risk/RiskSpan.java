package dev.crashanalytics.risk;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A stretch of time whose rounds are read.
 *
 * @param from inclusive, in UTC
 * @param to exclusive, in UTC
 */
record RiskSpan(OffsetDateTime from, OffsetDateTime to) {

    static RiskSpan of(LocalDate day) {
        return new RiskSpan(start(day), start(day.plusDays(1)));
    }

    boolean isEmpty() {
        return !from.isBefore(to);
    }

    LocalDate firstDay() {
        return from.toLocalDate();
    }

    /** The last day of which it has anything. */
    LocalDate lastDay() {
        return to.minusNanos(1).toLocalDate();
    }

    private static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
