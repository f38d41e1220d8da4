package dev.crashanalytics.maintenance;

import java.util.UUID;

/**
 * The database is empty.
 *
 * @param epoch in which offsets count from now on
 */
record ResetAnswer(UUID epoch) {}
