package dev.crashanalytics.stats;

import dev.crashanalytics.query.Cursor;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Where a day's figures stand in the series of days: by day, then game, then currency. */
record DayPosition(LocalDate day, String gameName, String currency) {

    /** Before every other. */
    static final DayPosition FIRST = new DayPosition(LocalDate.EPOCH, "", "");

    static DayPosition of(SumRow row) {
        return new DayPosition(row.day(), row.gameName(), row.currency());
    }

    static DayPosition of(Cursor cursor) {
        return new DayPosition(cursor.time(0).atOffset(ZoneOffset.UTC).toLocalDate(), cursor.text(1), cursor.text(2));
    }

    /** As a cursor keeps it. */
    List<Object> values() {
        Instant start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
        return List.of(start, gameName, currency);
    }
}
