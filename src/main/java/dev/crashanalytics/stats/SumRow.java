package dev.crashanalytics.stats;

import java.time.LocalDate;

/**
 * Figures as they are asked of the database.
 *
 * @param botId where they are asked by bot, else null
 * @param day where they are asked by day, else null
 * @param gameName where they are asked by day, else null
 */
record SumRow(String botId, LocalDate day, String gameName, String currency, Figures figures) {}
