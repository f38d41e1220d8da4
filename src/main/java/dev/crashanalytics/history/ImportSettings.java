package dev.crashanalytics.history;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;

/**
 * How a file is read.
 *
 * @param isCsv else NDJSON
 * @param botId whose rounds they become
 * @param sessionId in which session
 * @param mapped what columns become, by {@link #column normal names}, where the client says so
 * @param strategyName of lines that name none; null: the bot's
 * @param currency of the rounds; null: the platform's
 * @param defaultTime of lines without a time; null: such lines are refused
 * @param zone of times without an offset
 * @param isDecimalComma whether {@code 1.234} is a thousand; null: where the columns are cut by semicolons
 * @param maxLineBytes larger records are refused
 */
public record ImportSettings(
        boolean isCsv,
        String botId,
        String sessionId,
        String gameName,
        String platformCode,
        Map<String, String> mapped,
        String strategyName,
        String currency,
        OffsetDateTime defaultTime,
        ZoneId zone,
        DateOrder dateOrder,
        Boolean isDecimalComma,
        int maxLineBytes) {}
