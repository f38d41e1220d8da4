package dev.crashanalytics.round;

import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.fact.Facts;
import java.time.OffsetDateTime;

/** Rounds as bots state them, for tests: each fact in the class its type names. */
final class Said {

    private Said() {}

    /** A round of a stake of 10 that says nothing of its outcome. */
    static Facts.Builder<RoundFact> round() {
        return Facts.builder(RoundFact.class)
                .put(RoundFact.BOT_ID, "bot")
                .put(RoundFact.SESSION_ID, "session")
                .put(RoundFact.GAME_NAME, "aviator")
                .put(RoundFact.PLATFORM_CODE, "dafabet")
                .put(RoundFact.ROUND_NUMBER, 1L)
                .put(RoundFact.STAKE_VALUE, Decimals.parse("10").orElseThrow());
    }

    static Facts.Builder<RoundFact> win(String cashout) {
        return round().put(RoundFact.ROUND_OUTCOME, "WIN").put(RoundFact.CASHOUT_MULTIPLIER, decimal(cashout));
    }

    static Object decimal(String text) {
        return Decimals.parse(text).orElseThrow();
    }

    static OffsetDateTime time(String iso) {
        return OffsetDateTime.parse(iso);
    }
}
