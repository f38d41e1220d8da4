package dev.crashanalytics.page;

import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.QueryValues;

/**
 * What of a session a series shows.
 *
 * @param from the lowest round number
 * @param to the highest, included
 * @param points buckets at most
 */
record SeriesRange(long from, long to, int points) {

    private static final int DEFAULT_POINTS = 1_000;
    private static final int MOST_POINTS = 5_000;
    private static final int DIGITS = 18;

    /** Reads query parameters, null where one was not sent. */
    static SeriesRange of(String from, String to, String points) {
        long first = number("from_round", from, 1);
        long last = number("to_round", to, Long.MAX_VALUE);
        if (last < first) {
            throw ProblemException.invalid("to_round", "must not be less than from_round");
        }
        return new SeriesRange(first, last, points(points));
    }

    /** How many points a curve may have. */
    static int points(String points) {
        return QueryValues.limit("points", points, DEFAULT_POINTS, MOST_POINTS);
    }

    private static long number(String name, String value, long unsent) {
        if (value == null) {
            return unsent;
        }
        if (value.length() > DIGITS || !value.matches("[1-9][0-9]*")) {
            throw ProblemException.invalid(
                    name, "must be a whole number of at least 1, of " + DIGITS + " digits at most");
        }
        return Long.parseLong(value);
    }
}
