package dev.crashanalytics.stats;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.QueryValues;

/**
 * Whose rounds a statistic is about.
 *
 * @param kind what the name is of
 * @param name a bot, strategy or game
 * @param platformCode of a game: one platform of it; null for all
 * @param currency the only currency to count; null for all
 */
public record Scope(Kind kind, String name, String platformCode, String currency) {

    private static final int NAME_LENGTH = 50;

    /** What a scope's name is of; the column is that in the rounds as in the rollups. */
    public enum Kind {
        BOT("bot_id", ProblemCode.BOT_NOT_FOUND, "There is no such bot."),
        STRATEGY(
                "strategy_name",
                ProblemCode.STRATEGY_NOT_FOUND,
                "No bot is registered with this strategy, and no round names it."),
        GAME("game_name", ProblemCode.GAME_NOT_FOUND, "There is no such game.");

        private final String column;
        private final ProblemCode unknown;
        private final String detail;

        Kind(String column, ProblemCode unknown, String detail) {
            this.column = column;
            this.unknown = unknown;
            this.detail = detail;
        }

        String column() {
            return column;
        }

        ProblemException notFound() {
            return new ProblemException(unknown, detail);
        }

        /** The scope of a call; fails where no such name can be stored, since then there is none. */
        public Scope of(String name, String platformCode, String currency) {
            if (!QueryValues.isStorable(name, NAME_LENGTH)) {
                throw notFound();
            }
            return new Scope(
                    this,
                    name,
                    QueryValues.text("platform_code", platformCode, NAME_LENGTH),
                    QueryValues.text("currency", currency, 10));
        }
    }
}
