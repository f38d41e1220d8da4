package dev.crashanalytics.wire;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;

/** ISO-8601 timestamps as clients send them; without an offset they are UTC. */
public final class Timestamps {

    private static final DateTimeFormatter INCOMING = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM:ss", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "+0000")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "+00")
            .optionalEnd()
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;
    private static final int DATE_LENGTH = 10;

    private Timestamps() {}

    /**
     * Reads a timestamp; a blank between date and time is as good as a T. Kept to microseconds, as PostgreSQL does.
     *
     * @throws DateTimeException where it is none, or outside the years 1970 to 9999
     */
    public static OffsetDateTime parse(String text) {
        boolean blank = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ';
        String iso = blank ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1) : text;
        TemporalAccessor parsed =
                INCOMING.parseBest(iso.toUpperCase(java.util.Locale.ROOT), OffsetDateTime::from, LocalDateTime::from);
        OffsetDateTime utc = parsed instanceof OffsetDateTime withOffset
                ? withOffset.withOffsetSameInstant(ZoneOffset.UTC)
                : ((LocalDateTime) parsed).atOffset(ZoneOffset.UTC);
        if (utc.getYear() < FIRST_YEAR || utc.getYear() > LAST_YEAR) {
            throw new DateTimeException("outside the years " + FIRST_YEAR + " to " + LAST_YEAR);
        }
        return utc.truncatedTo(ChronoUnit.MICROS);
    }
}
