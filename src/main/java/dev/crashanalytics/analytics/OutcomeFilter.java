package dev.crashanalytics.analytics;

import java.time.Instant;

/**
 * Which outcomes a list shows; null lets everything through.
 *
 * @param botId of whom; never null, since outcomes are kept by bot
 * @param from the earliest {@code timestamp}, inclusive
 * @param to the latest, exclusive
 */
record OutcomeFilter(String botId, String sessionId, Instant from, Instant to) {}
