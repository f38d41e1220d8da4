package dev.crashanalytics.history;

import static dev.crashanalytics.round.RoundFact.CASHOUT_MULTIPLIER;
import static dev.crashanalytics.round.RoundFact.CRASH_MULTIPLIER_DETECTED;
import static dev.crashanalytics.round.RoundFact.FINAL_MULTIPLIER;
import static dev.crashanalytics.round.RoundFact.GAME_NAME;
import static dev.crashanalytics.round.RoundFact.MULTIPLIER_SOURCE;
import static dev.crashanalytics.round.RoundFact.PLATFORM_CODE;
import static dev.crashanalytics.round.RoundFact.PROFIT_LOSS_AMOUNT;
import static dev.crashanalytics.round.RoundFact.ROUND_END_TIMESTAMP;
import static dev.crashanalytics.round.RoundFact.ROUND_EXTERNAL_ID;
import static dev.crashanalytics.round.RoundFact.ROUND_OUTCOME;
import static dev.crashanalytics.round.RoundFact.ROUND_START_TIMESTAMP;
import static dev.crashanalytics.round.RoundFact.RUNNING_BALANCE_AFTER;
import static dev.crashanalytics.round.RoundFact.RUNNING_BALANCE_BEFORE;
import static dev.crashanalytics.round.RoundFact.STAKE_VALUE;
import static dev.crashanalytics.round.RoundFact.STRATEGY_NAME;
import static dev.crashanalytics.round.RoundFact.TARGET_MULTIPLIER;

import dev.crashanalytics.history.Target.Kind;
import dev.crashanalytics.round.RoundFact;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that columns of bots' files have, and what each means. Where several mean the same, the first wins. */
final class ColumnNames {

    /** What the import gives itself, whatever the file says. */
    private static final Set<RoundFact> GIVEN = EnumSet.of(
            RoundFact.BOT_ID,
            RoundFact.SESSION_ID,
            GAME_NAME,
            PLATFORM_CODE,
            RoundFact.ROUND_NUMBER,
            RoundFact.METADATA);

    private static final Map<Target, List<String>> USUAL = usual();

    private static final Map<String, Target> TARGETS = targets();

    private static final Map<String, Integer> RANKS = ranks();

    private ColumnNames() {}

    /** What a column of this name is taken for; {@link Target#METADATA} where the name says nothing. */
    static Target target(String name) {
        return TARGETS.getOrDefault(normal(name), Target.METADATA);
    }

    /** Of columns with the same target the one with the lowest rank is meant. */
    static int rank(String name) {
        return RANKS.getOrDefault(normal(name), Integer.MAX_VALUE);
    }

    /** The target that {@code map=} names: a field, or a name that columns of it usually have. */
    static Optional<Target> named(String name) {
        String normal = normal(name);
        if (normal.equals(RoundFact.ROUND_NUMBER.column())) {
            return Optional.of(Target.of(RoundFact.ROUND_NUMBER));
        }
        Optional<Target> special = Stream.of(Kind.METADATA, Kind.IGNORE)
                .map(Target::of)
                .filter(target -> target.wireName().equals(normal))
                .findFirst();
        return special.or(
                () -> Optional.ofNullable(TARGETS.get(normal)).filter(target -> target.kind() != Kind.CHECKED));
    }

    /** {@code Profit/Loss}, {@code profit loss} and {@code PROFIT_LOSS} are one name. */
    static String normal(String name) {
        return name.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "_")
                .replaceAll("^_|_$", "");
    }

    private static Map<Target, List<String>> usual() {
        Map<Target, List<String>> usual = new LinkedHashMap<>();
        usual.put(
                Target.of(ROUND_START_TIMESTAMP),
                List.of(
                        "timestamp",
                        "datetime",
                        "date_time",
                        "start_time",
                        "round_time",
                        "time",
                        "date",
                        "started_at",
                        "ts",
                        "logged_at",
                        "created_at",
                        "utc_time",
                        "local_time"));
        usual.put(Target.of(ROUND_END_TIMESTAMP), List.of("end_time", "ended_at"));
        usual.put(
                Target.of(ROUND_EXTERNAL_ID),
                List.of("external_id", "round_id", "roundid", "game_id", "round_hash", "id"));
        usual.put(
                Target.of(CRASH_MULTIPLIER_DETECTED),
                List.of(
                        "crash",
                        "crash_point",
                        "crashed_at",
                        "crash_value",
                        "multiplier",
                        "round_multiplier",
                        "result_multiplier",
                        "bust",
                        "busted_at",
                        "odds",
                        "coefficient"));
        usual.put(Target.of(FINAL_MULTIPLIER), List.of("final"));
        usual.put(
                Target.of(CASHOUT_MULTIPLIER),
                List.of(
                        "cash_out_multiplier",
                        "cashout",
                        "cash_out",
                        "cashout_at",
                        "cash_out_at",
                        "cashed_out_at",
                        "exit_multiplier"));
        usual.put(
                Target.of(TARGET_MULTIPLIER),
                List.of("target", "auto_cashout", "auto_cash_out", "target_cashout", "cashout_target"));
        usual.put(
                Target.of(STAKE_VALUE),
                List.of("stake", "bet_amount", "stake_amount", "bet_size", "bet_value", "wager", "bet", "amount"));
        usual.put(Target.of(Kind.BET_PLACED), List.of("bet_placed", "placed", "is_bet", "has_bet", "did_bet"));
        usual.put(
                Target.of(PROFIT_LOSS_AMOUNT),
                List.of("profit_and_loss", "net_profit", "profit", "pnl", "p_l", "pl", "net"));
        usual.put(Target.of(ROUND_OUTCOME), List.of("outcome", "result", "win_loss", "won"));
        usual.put(Target.of(Kind.PREDICTION), List.of("prediction", "predicted_multiplier", "predicted", "forecast"));
        usual.put(Target.of(Kind.CONFIDENCE), List.of("prediction_confidence", "confidence", "confidence_score"));
        usual.put(Target.of(MULTIPLIER_SOURCE), List.of("source", "data_source"));
        usual.put(Target.of(RUNNING_BALANCE_BEFORE), List.of("balance_before", "start_balance", "starting_balance"));
        usual.put(Target.of(RUNNING_BALANCE_AFTER), List.of("balance_after", "new_balance", "balance"));
        usual.put(Target.of(STRATEGY_NAME), List.of("strategy"));
        usual.put(new Target(Kind.CHECKED, GAME_NAME), List.of("game_name", "game"));
        usual.put(new Target(Kind.CHECKED, PLATFORM_CODE), List.of("platform_code", "platform"));
        return usual;
    }

    private static Map<String, Target> targets() {
        Map<String, Target> targets = new HashMap<>();
        for (RoundFact fact : RoundFact.values()) {
            if (!GIVEN.contains(fact)) {
                targets.put(fact.column(), Target.of(fact));
                fact.aliases().forEach(alias -> targets.put(alias, Target.of(fact)));
            }
        }
        USUAL.forEach((target, names) -> names.forEach(name -> targets.put(name, target)));
        return targets;
    }

    /** A fact's own names come before the usual ones. */
    private static Map<String, Integer> ranks() {
        Map<String, Integer> ranks = new HashMap<>();
        USUAL.values().forEach(names -> names.forEach(name -> ranks.put(name, 1 + names.indexOf(name))));
        Arrays.stream(RoundFact.values())
                .flatMap(fact -> Stream.concat(Stream.of(fact.column()), fact.aliases().stream()))
                .collect(Collectors.toSet())
                .forEach(name -> ranks.put(name, 0));
        return ranks;
    }
}
