package dev.crashanalytics.history;

import static dev.crashanalytics.round.RoundFact.CASHOUT_MULTIPLIER;
import static dev.crashanalytics.round.RoundFact.CRASH_MULTIPLIER_DETECTED;
import static dev.crashanalytics.round.RoundFact.FINAL_MULTIPLIER;
import static dev.crashanalytics.round.RoundFact.MULTIPLIER_SOURCE;
import static dev.crashanalytics.round.RoundFact.ROUND_OUTCOME;
import static dev.crashanalytics.round.RoundFact.ROUND_START_TIMESTAMP;
import static dev.crashanalytics.round.RoundFact.STAKE_VALUE;
import static dev.crashanalytics.round.RoundFact.TARGET_MULTIPLIER;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.FactType;
import dev.crashanalytics.history.Target.Kind;
import dev.crashanalytics.round.RoundFact;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line on its way to a round: reads each cell as what its column becomes, then concludes what the line does not say in
 * so many words, the outcome above all. The text of each fact is that of the wire; what of it is valid, the wire decides.
 */
final class RoundAssembly {

    private static final Map<String, String> OUTCOMES = Map.ofEntries(
            Map.entry("win", "WIN"),
            Map.entry("won", "WIN"),
            Map.entry("w", "WIN"),
            Map.entry("true", "WIN"),
            Map.entry("cashed_out", "WIN"),
            Map.entry("cashout", "WIN"),
            Map.entry("loss", "LOSS"),
            Map.entry("lose", "LOSS"),
            Map.entry("lost", "LOSS"),
            Map.entry("l", "LOSS"),
            Map.entry("false", "LOSS"),
            Map.entry("crashed", "LOSS"),
            Map.entry("bust", "LOSS"),
            Map.entry("skip", "SKIP"),
            Map.entry("skipped", "SKIP"),
            Map.entry("observed", "SKIP"),
            Map.entry("watched", "SKIP"),
            Map.entry("no_bet", "SKIP"),
            Map.entry("error", "ERROR"),
            Map.entry("failed", "ERROR"));
    private static final Set<String> YES = Set.of("true", "yes", "y", "1", "1.0", "placed", "t", "on");
    private static final Set<String> NO = Set.of("false", "no", "n", "0", "0.0", "f", "off");

    /** In multipliers a zero says that none was read: a real one is 1 at least. */
    private static final Set<RoundFact> MULTIPLIERS =
            EnumSet.of(CRASH_MULTIPLIER_DETECTED, CASHOUT_MULTIPLIER, FINAL_MULTIPLIER, TARGET_MULTIPLIER);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final ImportSettings settings;
    private final boolean isDecimalComma;
    private final TimeText times;

    final Map<RoundFact, String> facts = new EnumMap<>(RoundFact.class);
    final Map<String, String> metadata = new LinkedHashMap<>();
    final List<FactError> errors = new ArrayList<>(0);
    /** The number that was foretold, and how sure it was; null: neither. */
    String prediction;

    String confidence;

    private final Set<RoundFact> columns = EnumSet.noneOf(RoundFact.class);
    private Boolean betPlaced;
    /** The cells of the time: one, or a date and a clock. */
    private final Map<ImportColumn, String> time = new LinkedHashMap<>(2);

    RoundAssembly(ImportSettings settings, boolean isDecimalComma, TimeText times) {
        this.settings = settings;
        this.isDecimalComma = isDecimalComma;
        this.times = times;
    }

    /** Takes one cell. */
    void take(ImportColumn column, String cell) {
        Target target = column.target();
        if (target.kind() == Kind.FACT) {
            columns.add(target.fact());
        }
        if (target.kind() == Kind.IGNORE) {
            return;
        }
        if (NumberText.isMissing(cell)) {
            column.countMissing();
            return;
        }
        if (target.fact() == ROUND_START_TIMESTAMP) {
            time.put(column, cell.strip());
            return;
        }
        try {
            String value = read(target, column.name(), cell.strip());
            if (value == null) {
                column.countMissing();
            } else {
                column.countValue(cell, value);
            }
        } catch (UnreadableException e) {
            column.countUnreadable();
            errors.add(new FactError(column.name(), e.getMessage()));
        }
    }

    /** Concludes the rest; the facts are those of a round then, or there are errors. */
    void conclude() {
        concludeTime();
        if (!errors.isEmpty()) {
            return;
        }
        facts.putIfAbsent(STAKE_VALUE, "0");
        errors.addAll(new BetConclusion(facts, columns.contains(CASHOUT_MULTIPLIER), betPlaced).conclude());
        if (prediction == null && confidence != null && !NumberText.isZero(confidence)) {
            metadata.put("confidence", confidence);
        }
        if (!facts.containsKey(CRASH_MULTIPLIER_DETECTED)
                && !facts.containsKey(FINAL_MULTIPLIER)
                && "SKIP".equals(facts.get(ROUND_OUTCOME))) {
            errors.add(new FactError(
                    CRASH_MULTIPLIER_DETECTED.column(), "is missing, and there was no bet: the line says nothing"));
        }
        if (settings.strategyName() != null) {
            facts.putIfAbsent(RoundFact.STRATEGY_NAME, settings.strategyName());
        }
        if (settings.currency() != null) {
            facts.putIfAbsent(RoundFact.CURRENCY, settings.currency());
        }
    }

    /** The value as the report shows it; null where the cell turns out to say nothing. */
    private String read(Target target, String name, String cell) throws UnreadableException {
        switch (target.kind()) {
            case METADATA -> metadata.put(name, cell);
            case IGNORE -> {}
            case CHECKED -> check(target.fact(), cell);
            case BET_PLACED -> betPlaced = yesOrNo(cell);
            case PREDICTION -> {
                return readPrediction(name, cell);
            }
            case CONFIDENCE -> {
                confidence = confidence(cell);
                return confidence;
            }
            case FACT -> {
                return readFact(target.fact(), name, cell);
            }
        }
        return cell;
    }

    private String readFact(RoundFact fact, String name, String cell) throws UnreadableException {
        if (fact == MULTIPLIER_SOURCE) {
            return readSource(name, cell);
        }
        String value = switch (fact.type().kind()) {
            case DECIMAL -> decimal(fact, cell);
            case WHOLE -> NumberText.read(cell, isDecimalComma);
            case FLAG -> Boolean.toString(yesOrNo(cell));
            case TIMESTAMP -> times.read(cell).toInstant().toString();
            case CHOICE -> choice(fact, cell);
            case TEXT, JSON -> cell;
        };
        if (value != null) {
            facts.put(fact, value);
        }
        return value;
    }

    private String decimal(RoundFact fact, String cell) throws UnreadableException {
        if (fact.type().equals(FactType.confidence())) {
            return confidence(cell);
        }
        String digits = NumberText.read(cell, isDecimalComma);
        return MULTIPLIERS.contains(fact) && NumberText.isZero(digits) ? null : digits;
    }

    private static String choice(RoundFact fact, String cell) throws UnreadableException {
        if (fact == ROUND_OUTCOME) {
            String outcome = OUTCOMES.get(ColumnNames.normal(cell));
            if (outcome == null) {
                throw new UnreadableException("must be WIN, LOSS, SKIP or ERROR, not " + Shown.of(cell));
            }
            return outcome;
        }
        return cell;
    }

    /** Where the words are others than the column's, they are kept beside it. */
    private String readSource(String name, String cell) {
        String normal = ColumnNames.normal(cell);
        for (String source : MULTIPLIER_SOURCE.type().choices()) {
            if (normal.contains(source)) {
                facts.put(MULTIPLIER_SOURCE, source);
                break;
            }
        }
        if (!normal.equals(facts.get(MULTIPLIER_SOURCE))) {
            metadata.put(name, cell);
        }
        return facts.getOrDefault(MULTIPLIER_SOURCE, cell);
    }

    private void check(RoundFact fact, String cell) throws UnreadableException {
        String given = fact == RoundFact.GAME_NAME ? settings.gameName() : settings.platformCode();
        if (!ColumnNames.normal(cell).equals(ColumnNames.normal(given))) {
            throw new UnreadableException("is " + Shown.of(cell) + ", and this import is of " + given);
        }
    }

    /** Words, and figures that can be no multiplier, are kept as they are. */
    private String readPrediction(String name, String cell) {
        try {
            String digits = NumberText.read(cell, isDecimalComma);
            if (NumberText.isZero(digits)) {
                return null;
            }
            if (new BigDecimal(digits).compareTo(BigDecimal.ONE) >= 0) {
                prediction = digits;
                return digits;
            }
        } catch (UnreadableException words) {
            // Kept below.
        }
        metadata.put(name, cell);
        return cell;
    }

    /** From 0 to 1; what is above, or has a percent sign, is in percent. */
    private String confidence(String cell) throws UnreadableException {
        String digits = NumberText.read(cell, isDecimalComma);
        BigDecimal value = new BigDecimal(digits);
        boolean isPercent = NumberText.isPercent(cell) || value.compareTo(BigDecimal.ONE) > 0;
        if (value.signum() < 0 || value.compareTo(HUNDRED) > 0) {
            throw new UnreadableException("must be from 0 to 1, or to 100 in percent, not " + Shown.of(cell));
        }
        // Not as a plain string: an exponent may be anything here.
        return isPercent ? value.movePointLeft(2).toString() : digits;
    }

    private static boolean yesOrNo(String cell) throws UnreadableException {
        String normal = cell.toLowerCase(Locale.ROOT);
        if (!YES.contains(normal) && !NO.contains(normal)) {
            throw new UnreadableException("must be true or false, not " + Shown.of(cell));
        }
        return YES.contains(normal);
    }

    private void concludeTime() {
        if (time.isEmpty()) {
            if (settings.defaultTime() == null) {
                errors.add(new FactError(ROUND_START_TIMESTAMP.column(), "is missing"));
            } else {
                facts.put(
                        ROUND_START_TIMESTAMP,
                        settings.defaultTime().toInstant().toString());
            }
            return;
        }
        // A date and a clock in columns of their own may stand in either order; only a clock has a colon.
        String text = time.values().stream()
                .sorted(Comparator.comparing(cell -> cell.indexOf(':') > 0))
                .collect(Collectors.joining(" "));
        try {
            String read = times.read(text).toInstant().toString();
            facts.put(ROUND_START_TIMESTAMP, read);
            time.forEach((column, cell) -> column.countValue(cell, read));
        } catch (UnreadableException e) {
            time.keySet().forEach(ImportColumn::countUnreadable);
            errors.add(new FactError(time.keySet().iterator().next().name(), e.getMessage()));
        }
    }
}
