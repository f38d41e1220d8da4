package dev.crashanalytics.risk;

import java.time.LocalDate;

/**
 * A day of a scope as its rollups stand: what a kept summary must have been made from to hold.
 *
 * @param changes of all rollups of the day
 * @param archivedChanges of those whose rounds are gone
 */
record RiskDay(LocalDate day, long changes, long archivedChanges) {

    /** Whether no rounds of the day are left in the rows. */
    boolean isArchived() {
        return changes == archivedChanges;
    }
}
