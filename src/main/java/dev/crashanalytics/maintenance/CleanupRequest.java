package dev.crashanalytics.maintenance;

import dev.crashanalytics.query.QueryValues;

/**
 * What a cleanup is to do.
 *
 * @param daysOld rounds that started before 00:00 UTC today minus so many days go
 * @param dryRun only count them
 * @param forget drop the sums of their days, too
 */
record CleanupRequest(int daysOld, boolean dryRun, boolean forget) {

    /** A hundred years: no round is older. */
    static final int MAX_DAYS_OLD = 36_500;

    private static final int UNSENT_DAYS_OLD = 90;

    /** Reads the parameters of a call, null where not sent. */
    static CleanupRequest of(String daysOld, String dryRun, String forget) {
        return new CleanupRequest(
                QueryValues.whole("days_old", daysOld, UNSENT_DAYS_OLD, MAX_DAYS_OLD),
                QueryValues.flag("dry_run", dryRun, true),
                QueryValues.flag("forget", forget, false));
    }
}
