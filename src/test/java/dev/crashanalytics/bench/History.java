package dev.crashanalytics.bench;

import java.time.LocalDate;

/**
 * A history to be asked about: the same bots, games, strategies, sessions and days at any size.
 *
 * @param rounds of all bots together
 * @param firstDay UTC
 */
record History(long rounds, LocalDate firstDay) {

    static final int BOTS = 50;
    static final int DAYS = 365;

    /** Days at the end that are not settled yet, as the settler would have left them. */
    private static final int LIVE_DAYS = 2;

    /** A history up to the day before. */
    static History until(LocalDate today, long rounds) {
        return new History(rounds, today.minusDays(DAYS));
    }

    long roundsOfABot() {
        return rounds / BOTS;
    }

    LocalDate firstLiveDay() {
        return firstDay.plusDays(DAYS - LIVE_DAYS);
    }

    String bot(int number) {
        return String.format("history-bot-%03d", number);
    }

    /** The session that every bot had on a day. */
    String session(int day) {
        return "session-" + firstDay.plusDays(day).toString().replace("-", "");
    }

    String strategy(int number) {
        return "strategy_" + number;
    }
}
