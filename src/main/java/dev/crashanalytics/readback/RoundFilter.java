package dev.crashanalytics.readback;

import java.time.Instant;

/**
 * Which rounds a list shows; null lets everything through.
 *
 * @param from the earliest {@code round_start_timestamp}, inclusive
 * @param to the latest, exclusive
 */
record RoundFilter(String botId, String sessionId, Instant from, Instant to) {}
