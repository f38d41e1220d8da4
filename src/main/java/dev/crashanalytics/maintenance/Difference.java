package dev.crashanalytics.maintenance;

/**
 * A place where a table did not say what its rounds say.
 *
 * @param table the table
 * @param key what names the row
 * @param stored what it said; null where there was no row
 * @param counted what it says now; null where there is no row any more
 */
record Difference(String table, String key, String stored, String counted) {}
