package dev.crashanalytics.page;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rounds of a bot that always aims at 2.00, won and lost at random, with what they came to. */
final class Played {

    private static final BigDecimal STAKE = new BigDecimal("10.00");

    private final String bot;
    private final Random random;
    private final List<BigDecimal> profits = new ArrayList<>();
    private final List<BigDecimal> crashes = new ArrayList<>();
    private BigDecimal balance = new BigDecimal("1000.00");

    Played(String bot, long seed) {
        this.bot = bot;
        this.random = new Random(seed);
    }

    String bot() {
        return bot;
    }

    int rounds() {
        return profits.size();
    }

    /** Logs so many rounds more, in uploads of at most 20,000. */
    void log(ApiClient api, int rounds) {
        for (int left = rounds; left > 0; left -= 20_000) {
            Object[] items = new Object[Math.min(left, 20_000)];
            for (int i = 0; i < items.length; i++) {
                items[i] = next();
            }
            api.batch(items);
        }
    }

    RoundBody next() {
        BigDecimal crash = BigDecimal.valueOf(Math.max(100, (long) Math.floor(96.5 / (1 - random.nextDouble()))), 2);
        boolean won = crash.compareTo(new BigDecimal("2.00")) >= 0;
        RoundBody round = RoundBody.key(bot, profits.size() + 1)
                .with("platform_code", "dafabet")
                .with("stake_value", STAKE)
                .with("target_multiplier", "2.00")
                .with("strategy_name", "two")
                .with("ocr_confidence", "0.97")
                .with("crash_multiplier", crash)
                .with("running_balance_before", balance)
                .with("round_outcome", won ? "WIN" : "LOSS");
        BigDecimal profit = won ? STAKE : STAKE.negate();
        balance = balance.add(profit);
        profits.add(profit);
        crashes.add(crash);
        return won ? round.with("cashout_multiplier", "2.00") : round;
    }

    BigDecimal balance() {
        return balance;
    }

    BigDecimal profit() {
        return profits.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    long wins() {
        return profits.stream().filter(profit -> profit.signum() > 0).count();
    }

    /** Won or lost in a row at the end, W3 or L5. */
    String streak() {
        int last = profits.get(profits.size() - 1).signum();
        int length = 0;
        while (length < profits.size()
                && profits.get(profits.size() - 1 - length).signum() == last) {
            length++;
        }
        return (last > 0 ? "W" : "L") + length;
    }

    /** The deepest fall from a peak, the beginning being one. */
    BigDecimal drawdown() {
        BigDecimal equity = BigDecimal.ZERO;
        BigDecimal peak = BigDecimal.ZERO;
        BigDecimal deepest = BigDecimal.ZERO;
        for (BigDecimal profit : profits) {
            equity = equity.add(profit);
            peak = peak.max(equity);
            deepest = deepest.max(peak.subtract(equity));
        }
        return deepest;
    }

    /** The running profit after each round. */
    List<BigDecimal> curve() {
        List<BigDecimal> curve = new ArrayList<>();
        BigDecimal equity = BigDecimal.ZERO;
        for (BigDecimal profit : profits) {
            equity = equity.add(profit);
            curve.add(equity);
        }
        return curve;
    }

    List<BigDecimal> lastTen() {
        return crashes.subList(Math.max(0, crashes.size() - 10), crashes.size());
    }
}
