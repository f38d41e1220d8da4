package dev.crashanalytics.history;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.history.Target.Kind;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.round.RoundFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of a file by name, found as its lines come. For one thread. */
final class ImportColumns {

    /** Who has more has no table of rounds. */
    static final int MAX_COLUMNS = 200;

    private static final Set<RoundFact> TELLING = Set.of(
            RoundFact.CRASH_MULTIPLIER_DETECTED,
            RoundFact.FINAL_MULTIPLIER,
            RoundFact.CASHOUT_MULTIPLIER,
            RoundFact.STAKE_VALUE);

    private final Map<String, Target> mapped;
    private final Map<String, ImportColumn> byName = new LinkedHashMap<>();
    private final Map<Target, ImportColumn> taken = new HashMap<>();

    /**
     * Columns.
     *
     * @param mapped what the client says columns become, by their normal name
     */
    ImportColumns(Map<String, Target> mapped) {
        this.mapped = mapped;
    }

    /** Takes the header, or the names of the first object; refuses, {@code invalid}, one that says nothing of rounds. */
    void start(List<String> names, boolean hasDefaultTime) {
        List<FactError> errors = new ArrayList<>();
        if (names.size() > MAX_COLUMNS) {
            throw ProblemException.invalid(List.of(new FactError("columns", "are more than " + MAX_COLUMNS)));
        }
        names.stream().sorted(java.util.Comparator.comparingInt(this::rank)).forEach(this::column);
        finalIsCrash();
        // The order of the file, for people.
        Map<String, ImportColumn> found = Map.copyOf(byName);
        byName.clear();
        names.forEach(name -> byName.put(name, found.get(name)));
        for (String name : mapped.keySet()) {
            if (byName.keySet().stream()
                    .noneMatch(column -> ColumnNames.normal(column).equals(name))) {
                errors.add(
                        new FactError("map", "names the column " + Shown.of(name) + ", which the file does not have"));
            }
        }
        if (taken.keySet().stream().noneMatch(target -> target.fact() != null && TELLING.contains(target.fact()))) {
            errors.add(new FactError(
                    "map",
                    "must say which column is the multiplier or the stake; the file has "
                            + Shown.of(String.join(", ", names))));
        }
        if (!hasDefaultTime && !taken.containsKey(Target.of(RoundFact.ROUND_START_TIMESTAMP))) {
            errors.add(new FactError(
                    "map",
                    "must say which column is round_start_timestamp, unless default_timestamp is"
                            + " sent; the file has " + Shown.of(String.join(", ", names))));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    /** Files without a column for the crash call it the final multiplier; beside one, that is what a bet ended with. */
    private void finalIsCrash() {
        Target crash = Target.of(RoundFact.CRASH_MULTIPLIER_DETECTED);
        ImportColumn last = taken.get(Target.of(RoundFact.FINAL_MULTIPLIER));
        if (last != null && !last.isMapped() && !taken.containsKey(crash)) {
            ImportColumn column = new ImportColumn(last.name(), crash, false);
            taken.remove(last.target());
            taken.put(crash, column);
            byName.put(last.name(), column);
        }
    }

    /** The column of this name; a new one where it is new, null where there are too many. */
    ImportColumn column(String name) {
        ImportColumn known = byName.get(name);
        if (known != null || byName.size() >= MAX_COLUMNS) {
            return known;
        }
        Target said = mapped.get(ColumnNames.normal(name));
        Target target = said == null ? ColumnNames.target(name) : said;
        boolean isSole = target.kind() != Kind.METADATA && target.kind() != Kind.IGNORE;
        if (isSole && taken.containsKey(target) && !isDateOrTime(target, name)) {
            if (said != null) {
                throw ProblemException.invalid(List.of(new FactError(
                        "map", "makes " + target.wireName() + " of two columns, one of them " + Shown.of(name))));
            }
            target = Target.METADATA;
        }
        ImportColumn column = new ImportColumn(name, target, said != null);
        byName.put(name, column);
        if (isSole) {
            taken.putIfAbsent(target, column);
        }
        return column;
    }

    Collection<ImportColumn> all() {
        return byName.values();
    }

    /** Some files have the date and the time in columns of their own. */
    private boolean isDateOrTime(Target target, String name) {
        return target.equals(Target.of(RoundFact.ROUND_START_TIMESTAMP))
                && ColumnNames.normal(name).equals("date")
                && ColumnNames.normal(taken.get(target).name()).equals("time");
    }

    /** What the client says comes first. */
    private int rank(String name) {
        return Optional.ofNullable(mapped.get(ColumnNames.normal(name))).isPresent() ? -1 : ColumnNames.rank(name);
    }
}
