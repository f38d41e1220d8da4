package dev.crashanalytics.demo;

import dev.crashanalytics.maintenance.DemoBots;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/**
 * A session of a bot, with a hash chain of its own: game n of the chain is its round n. Says what happens in the items of
 * {@code docs/protocol.md}; each of them has a key, so that it may be sent again. For one thread.
 */
final class DemoSession {

    /** Where a game crashes at the latest: as the platform says, and one in a hundred million million is beyond the server. */
    static final BigDecimal MAX_CRASH = new BigDecimal("1000000.00");

    private final String botId;
    private final String sessionId;
    private final Strategy strategy;
    private final HashChain chain;
    private final CrashPoints points;
    private final Forecast forecast;
    private BigDecimal balance = Strategy.INITIAL_BALANCE;
    private Optional<Standing.Bet> last = Optional.empty();
    private int number;
    private BigDecimal stake = BigDecimal.ZERO;
    private BigDecimal confidence = BigDecimal.ZERO;
    private BigDecimal crash = BigDecimal.ONE;

    /**
     * A session that is to begin.
     *
     * @param prefix what all session ids of this bot on this server begin with
     */
    DemoSession(String botId, String prefix, Strategy strategy, HashChain chain, CrashPoints points) {
        this.botId = botId;
        this.sessionId = prefix + chain.terminatingHash().substring(0, 12);
        this.strategy = strategy;
        this.chain = chain;
        this.points = points;
        this.forecast = new Forecast(strategy.target());
    }

    String sessionId() {
        return sessionId;
    }

    String terminatingHash() {
        return chain.terminatingHash();
    }

    /** Whether the chain is used up, or there is no more to stake. */
    boolean isOver() {
        return number == chain.games() || balance.compareTo(Strategy.MIN_STAKE) < 0;
    }

    /** Goes on to the next game and decides what to stake. */
    void next() {
        number++;
        crash = points.of(chain.hash(number)).min(MAX_CRASH);
        confidence = forecast.confidence();
        stake = strategy.stake(new Standing(balance, last, confidence));
    }

    /** Where the game will crash. */
    BigDecimal crash() {
        return crash;
    }

    JsonObject opening() {
        return item("session_start")
                .put("game_name", DemoBots.GAME)
                .put("initial_balance", balance.toPlainString())
                .put(
                        "notes",
                        "demo; games from the hash chain with terminating hash %s, salt %s, house edge %s%%"
                                .formatted(
                                        chain.terminatingHash(),
                                        points.salt(),
                                        points.edgePercent().toPlainString()));
    }

    /** What the bot thinks before the game. */
    JsonObject signal(Instant now) {
        return ofRound("signal")
                .put("event_id", number + ":forecast")
                .put("timestamp", now.toString())
                .put("signal_type", "demo_frequency")
                .put("confidence_score", confidence.toPlainString())
                .put("predicted_multiplier", strategy.target().toPlainString())
                .put(
                        "feature_vector",
                        new JsonObject().put("games", forecast.games()).put("reached", forecast.gamesThatReached()));
    }

    /** The multiplier at a moment of the flight. */
    JsonObject tick(int index, BigDecimal multiplier, Instant now) {
        return ofRound("multiplier")
                .put("platform_code", DemoBots.PLATFORM)
                .put("event_id", number + ":t" + index)
                .put("timestamp", now.toString())
                .put("multiplier", multiplier.toPlainString());
    }

    /** The game is over: settles the bet, and says what has become of it. */
    JsonObject round(Instant start, Instant end) {
        boolean isBet = stake.signum() > 0;
        boolean isWon = isBet && crash.compareTo(strategy.target()) >= 0;
        BigDecimal profit = profit(isBet, isWon);
        JsonObject round = ofRound("round")
                .put("platform_code", DemoBots.PLATFORM)
                .put("strategy_name", strategy.name())
                .put("round_start_timestamp", start.toString())
                .put("round_end_timestamp", end.toString())
                .put("stake_value", stake.toPlainString())
                .put("target_multiplier", strategy.target().toPlainString())
                .put("crash_multiplier", crash.toPlainString())
                .put("multiplier_source", "api")
                .put("round_outcome", outcome(isBet, isWon))
                .put("profit_loss", profit.toPlainString())
                .put("running_balance_before", balance.toPlainString())
                .put("metadata", proof());
        if (isWon) {
            round.put("cashout_multiplier", strategy.target().toPlainString())
                    .put("cashout_amount", stake.add(profit).toPlainString());
        }
        settle(isBet, isWon, profit);
        return round;
    }

    JsonObject closing() {
        return item("session_close").put("final_balance", balance.toPlainString());
    }

    /** Says of a session that its server has ended. */
    static JsonObject interruption(String botId, String sessionId) {
        return new JsonObject()
                .put("type", "session_close")
                .put("bot_id", botId)
                .put("session_id", sessionId)
                .put("status", "interrupted");
    }

    /** In whole cents, as a platform pays it. */
    private BigDecimal profit(boolean isBet, boolean isWon) {
        if (isWon) {
            return strategy.target().subtract(BigDecimal.ONE).multiply(stake).setScale(2, RoundingMode.FLOOR);
        }
        return isBet ? stake.negate() : BigDecimal.ZERO;
    }

    private static String outcome(boolean isBet, boolean isWon) {
        if (isWon) {
            return "WIN";
        }
        return isBet ? "LOSS" : "SKIP";
    }

    private void settle(boolean isBet, boolean isWon, BigDecimal profit) {
        balance = balance.add(profit);
        if (isBet) {
            last = Optional.of(new Standing.Bet(stake, isWon));
        }
        forecast.saw(crash);
    }

    /** All it takes to compute the crash anew, now that the game is over. */
    private JsonObject proof() {
        return new JsonObject()
                .put("demo", true)
                .put("seed", chain.hash(number))
                .put("game", number)
                .put("salt", points.salt())
                .put("terminating_hash", chain.terminatingHash());
    }

    private JsonObject ofRound(String type) {
        return item(type).put("game_name", DemoBots.GAME).put("round_number", number);
    }

    private JsonObject item(String type) {
        return new JsonObject().put("type", type).put("bot_id", botId).put("session_id", sessionId);
    }
}
