package dev.crashanalytics.log;

import java.time.Instant;

/**
 * Which rows of a log a list shows; null lets everything through.
 *
 * @param botId of whom; never null, since logs are kept by bot
 * @param kind the {@code error_type} or {@code validation_status}
 * @param from the earliest {@code timestamp}, inclusive
 * @param to the latest, exclusive
 */
record LogFilter(String botId, String sessionId, String kind, Instant from, Instant to) {}
