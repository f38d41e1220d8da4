package dev.crashanalytics.stats;

import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A round as a test sends it, and what it must count as; worked out here, from what was sent alone.
 *
 * @param crash null where the bot did not see it
 * @param cashout null but for a WIN
 * @param target null where the bot states none
 * @param statedLater a crash the bot states in a call of its own, after the round; null without
 */
public record LoggedRound(
        String bot,
        String session,
        long number,
        String game,
        String platform,
        String strategy,
        String currency,
        Instant start,
        int offsetHours,
        String outcome,
        BigDecimal stake,
        BigDecimal crash,
        BigDecimal cashout,
        BigDecimal target,
        BigDecimal statedLater) {

    public BigDecimal profit() {
        return switch (outcome) {
            case "WIN" -> stake.multiply(cashout.subtract(BigDecimal.ONE));
            case "LOSS" -> stake.negate();
            default -> BigDecimal.ZERO;
        };
    }

    /** The crash as it stands in the end. */
    public BigDecimal knownCrash() {
        return crash == null ? statedLater : crash;
    }

    BigDecimal finalMultiplier() {
        return cashout == null ? knownCrash() : cashout;
    }

    LocalDate day() {
        return start.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The JSON of the round, its time in some zone. */
    RoundBody body() {
        OffsetDateTime local = start.atOffset(ZoneOffset.ofHours(offsetHours));
        return RoundBody.key(bot, number)
                .with("session_id", session)
                .with("game_name", game)
                .with("platform_code", platform)
                .with("strategy_name", strategy)
                .with("currency", currency)
                .with("round_start_timestamp", local.toString())
                .with("round_outcome", outcome)
                .with("stake_value", stake.toPlainString())
                .with("target_multiplier", target == null ? null : target.toPlainString())
                .with("crash_multiplier", crash == null ? null : crash.toPlainString())
                .with("cashout_multiplier", cashout == null ? null : cashout.toPlainString());
    }

    /** The JSON of an outcome in the bot's own words, which no statistic reads. */
    RoundBody outcomeBody() {
        return RoundBody.empty()
                .with("type", "outcome")
                .with("bot_id", bot)
                .with("session_id", session)
                .with("round_number", number)
                .with("profit_loss", "77777");
    }

    /** The JSON of the crash stated later. */
    RoundBody crashBody() {
        return RoundBody.key(bot, number)
                .with("type", "multiplier")
                .with("session_id", session)
                .with("game_name", game)
                .with("multiplier", statedLater.toPlainString())
                .with("is_crash", true);
    }
}
