package dev.crashanalytics.round;

/**
 * Something about a stored entry that its bot should look at.
 *
 * @param code stable, snake_case
 * @param field the column it is about; null where it is about the whole
 * @param message for people
 */
public record Warning(String code, String field, String message) {}
