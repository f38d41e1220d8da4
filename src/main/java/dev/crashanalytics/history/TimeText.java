package dev.crashanalytics.history;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and times in the forms that files have: ISO-8601, {@code 2026/01/31 14:05}, {@code 31.01.2026}, {@code 1/31/2026
 * 2:05 PM}, {@code 31 Jan 2026}, seconds or milliseconds since 1970. Immutable.
 *
 * @param zone of times that name no offset
 * @param order of dates such as {@code 03/04/2026}; those with points have the day first
 */
record TimeText(ZoneId zone, DateOrder order) {

    private static final String CLOCK =
            "(?:[T ,]+|$)(?:([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9})[0-9]*)?)?"
                    + "\\s*([AaPp]\\.?[Mm]\\.?)?\\s*(Z|z|UTC|GMT|[-+][0-9]{2}(?::?[0-9]{2})?)?)?";
    private static final Pattern YEAR_FIRST = Pattern.compile("([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + CLOCK);
    private static final Pattern YEAR_LAST =
            Pattern.compile("([0-9]{1,2})([-/.])([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})" + CLOCK);
    private static final Pattern DAY_AND_NAME =
            Pattern.compile("([0-9]{1,2})[ -]([A-Za-z]{3,9})\\.?,?[ -]([0-9]{4})" + CLOCK);
    private static final Pattern NAME_AND_DAY =
            Pattern.compile("([A-Za-z]{3,9})\\.? ([0-9]{1,2}),? ([0-9]{4})" + CLOCK);
    private static final Pattern SINCE_1970 = Pattern.compile("([0-9]{9,10})(\\.[0-9]{1,9})?|([0-9]{13})|([0-9]{16})");

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final int FIRST_YEAR = 1970;
    private static final int CENTURY = 2000;
    private static final int MONTHS_A_YEAR = 12;
    private static final int NANO_DIGITS = 9;
    private static final int LAST_YEAR = 9999;

    /** The time, in UTC. */
    OffsetDateTime read(String text) throws UnreadableException {
        try {
            OffsetDateTime time = parse(text.strip(), text);
            if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
                throw unreadable(text);
            }
            return time.truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException | ArithmeticException e) {
            throw unreadable(text);
        }
    }

    private OffsetDateTime parse(String stripped, String text) throws UnreadableException {
        Matcher date = YEAR_FIRST.matcher(stripped);
        if (date.matches()) {
            return at(LocalDate.of(number(date, 1), number(date, 2), number(date, 3)), date, 4);
        }
        date = YEAR_LAST.matcher(stripped);
        if (date.matches()) {
            return at(yearLast(date, text), date, 5);
        }
        date = DAY_AND_NAME.matcher(stripped);
        if (date.matches()) {
            return at(LocalDate.of(number(date, 3), month(date.group(2), text), number(date, 1)), date, 4);
        }
        date = NAME_AND_DAY.matcher(stripped);
        if (date.matches()) {
            return at(LocalDate.of(number(date, 3), month(date.group(1), text), number(date, 2)), date, 4);
        }
        date = SINCE_1970.matcher(stripped);
        if (date.matches()) {
            return since1970(date);
        }
        throw unreadable(text);
    }

    private LocalDate yearLast(Matcher date, String text) throws UnreadableException {
        int one = number(date, 1);
        int other = number(date, 3);
        int year = number(date, 4) + (date.group(4).length() == 2 ? CENTURY : 0);
        boolean dayFirst = switch (order) {
            case DMY -> true;
            case MDY -> date.group(2).equals(".");
            case UNKNOWN -> date.group(2).equals(".") || one > MONTHS_A_YEAR || one == other;
        };
        if (order == DateOrder.UNKNOWN && !dayFirst && other <= MONTHS_A_YEAR) {
            throw new UnreadableException(Shown.of(text) + " may be " + LocalDate.of(year, other, one) + " or "
                    + LocalDate.of(year, one, other) + ": send date_order=dmy or date_order=mdy");
        }
        return dayFirst ? LocalDate.of(year, other, one) : LocalDate.of(year, one, other);
    }

    /** The date with the clock whose groups start at {@code first}; without a clock its first moment. */
    private OffsetDateTime at(LocalDate date, Matcher clock, int first) {
        LocalTime time = clock.group(first) == null ? LocalTime.MIDNIGHT : time(clock, first);
        LocalDateTime local = date.atTime(time);
        String offset = clock.group(first + 5);
        ZoneId said = offset == null ? zone : offset(offset);
        return local.atZone(said).withZoneSameInstant(ZoneOffset.UTC).toOffsetDateTime();
    }

    private static LocalTime time(Matcher clock, int first) {
        int hour = number(clock, first);
        String half = clock.group(first + 4);
        if (half != null) {
            if (hour < 1 || hour > MONTHS_A_YEAR) {
                throw new DateTimeException("no hour of half a day");
            }
            hour = hour % MONTHS_A_YEAR + (half.toLowerCase(Locale.ROOT).startsWith("p") ? MONTHS_A_YEAR : 0);
        }
        String fraction = clock.group(first + 3);
        int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, NANO_DIGITS));
        return LocalTime.of(
                hour, number(clock, first + 1), clock.group(first + 2) == null ? 0 : number(clock, first + 2), nanos);
    }

    private static ZoneOffset offset(String text) {
        return Character.isLetter(text.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(text);
    }

    private static OffsetDateTime since1970(Matcher number) {
        BigDecimal seconds;
        if (number.group(1) != null) {
            seconds = new BigDecimal(number.group());
        } else {
            seconds = number.group(3) != null
                    ? new BigDecimal(number.group()).movePointLeft(3)
                    : new BigDecimal(number.group()).movePointLeft(6);
        }
        BigDecimal nanos = seconds.remainder(BigDecimal.ONE).movePointRight(NANO_DIGITS);
        return Instant.ofEpochSecond(seconds.longValue(), nanos.longValue()).atOffset(ZoneOffset.UTC);
    }

    private static int month(String name, String text) throws UnreadableException {
        int month = MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
        if (month == 0) {
            throw unreadable(text);
        }
        return month;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static UnreadableException unreadable(String text) {
        return new UnreadableException("must be a time such as 2026-01-31 14:05:00, not " + Shown.of(text));
    }
}
