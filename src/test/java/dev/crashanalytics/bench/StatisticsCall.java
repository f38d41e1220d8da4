package dev.crashanalytics.bench;

import java.util.List;
import java.util.Locale;

/** The calls whose time is measured, a line each. */
enum StatisticsCall {
    CEILING("/database/connection", Ranges.NONE, false),
    BOT("/bots/{bot}/statistics", Ranges.BOTH, true),
    DAILY("/bots/{bot}/statistics/daily", Ranges.BOTH, false),
    SESSION("/sessions/{session}?bot_id={bot}", Ranges.NONE, true),
    STRATEGY("/strategies/{strategy}/performance", Ranges.BOTH, true),
    GAME("/games/{game}/statistics", Ranges.BOTH, true),
    FAIRNESS("/games/{game}/fairness", Ranges.BOTH, true),
    DISTRIBUTION("/games/aviator/multiplier-distribution", Ranges.NONE, false),
    EFFECTIVENESS("/signals/effectiveness", Ranges.BOTH, false),
    BOT_EFFECTIVENESS("/signals/effectiveness?bot_id={bot}", Ranges.BOTH, false),
    CALIBRATION("/signals/calibration", Ranges.BOTH, false),
    BOT_RISK("/bots/{bot}/risk", Ranges.BOTH, false),
    SESSION_RISK("/sessions/{session}/risk?bot_id={bot}", Ranges.NONE, false),
    STRATEGY_RISK("/strategies/{strategy}/risk", Ranges.BOTH, false);

    private static final String RANGE = "from=%sT06:30:00Z&to=%sT17:45:00Z";
    private static final int RANGE_FROM_DAY = 200;
    private static final int RANGE_TO_DAY = 290;
    private static final int STRATEGIES = 5;
    private static final List<String> GAMES = List.of("aviator", "jetx");

    private final String path;
    private final Ranges ranges;
    private final boolean hasTarget;

    StatisticsCall(String path, Ranges ranges, boolean hasTarget) {
        this.path = path;
        this.ranges = ranges;
        this.hasTarget = hasTarget;
    }

    private enum Ranges {
        NONE,
        BOTH
    }

    /** Whether the goals hold for it, asked over all time. */
    boolean hasTarget() {
        return hasTarget;
    }

    boolean takesRange() {
        return ranges == Ranges.BOTH;
    }

    String title(boolean ranged) {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ') + (ranged ? ", 90 days" : "");
    }

    /**
     * What to ask at a turn: bots, sessions, strategies and games take turns.
     *
     * @param ranged over 90 days whose first and last are not whole, else over all time
     */
    String path(History history, int turn, boolean ranged) {
        String asked = path.replace("{bot}", history.bot(turn % History.BOTS))
                .replace("{game}", GAMES.get(turn % GAMES.size()))
                .replace("{session}", history.session(turn * 7 % History.DAYS))
                .replace("{strategy}", history.strategy(turn % STRATEGIES));
        String range = RANGE.formatted(
                history.firstDay().plusDays(RANGE_FROM_DAY), history.firstDay().plusDays(RANGE_TO_DAY));
        return "/api/v1" + asked + (ranged ? (asked.contains("?") ? "&" : "?") + range : "");
    }
}
