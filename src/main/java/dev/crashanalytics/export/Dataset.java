package dev.crashanalytics.export;

import static dev.crashanalytics.export.Column.decimal;
import static dev.crashanalytics.export.Column.flag;
import static dev.crashanalytics.export.Column.json;
import static dev.crashanalytics.export.Column.text;
import static dev.crashanalytics.export.Column.timestamp;
import static dev.crashanalytics.export.Column.whole;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What can be exported. The names of the columns are API; {@link PgExports} selects them in the same order. */
enum Dataset {
    /** A row a round of one bot, or of one of its sessions. */
    ROUNDS(
            "/api/v1/bots/:bot_id/rounds/export",
            Set.of("session_id"),
            1_000,
            List.of(
                    whole("id"),
                    whole("round_number"),
                    text("game_name"),
                    decimal("stake"),
                    decimal("crash_multiplier"),
                    decimal("cashout_multiplier"),
                    text("outcome"),
                    decimal("profit_loss"),
                    decimal("roi_percent"),
                    timestamp("timestamp"))),

    /** A row a multiplier of one game: crashes, cash-outs and ticks. */
    MULTIPLIERS(
            "/api/v1/games/:game_name/multipliers/export",
            Set.of("bot_id", "session_id"),
            1_000,
            List.of(
                    whole("round_id"),
                    decimal("multiplier"),
                    timestamp("timestamp"),
                    flag("is_crash"),
                    flag("is_cashout"),
                    decimal("ocr_confidence"),
                    decimal("quality_score"))),

    /** A row a signal, with what became of its round. A feature vector may have 64 KiB, so fewer at once. */
    SIGNALS(
            "/api/v1/signals/export",
            Set.of("bot_id", "game_name", "session_id", "signal_type"),
            50,
            List.of(
                    whole("signal_id"),
                    whole("round_id"),
                    text("bot_id"),
                    text("session_id"),
                    whole("round_number"),
                    text("game_name"),
                    text("platform_code"),
                    text("signal_type"),
                    timestamp("timestamp"),
                    decimal("confidence_score"),
                    decimal("signal_strength"),
                    decimal("time_to_crash_predicted_ms"),
                    decimal("volatility_measure"),
                    decimal("momentum_score"),
                    text("pattern_match_type"),
                    whole("similar_rounds_count"),
                    decimal("predicted_multiplier"),
                    json("feature_vector"),
                    flag("predicted_ahead"),
                    flag("is_feature_row"),
                    decimal("actual_multiplier"),
                    decimal("prediction_error"),
                    flag("signal_correctness"),
                    timestamp("round_start_timestamp"),
                    text("strategy_name"),
                    decimal("target_multiplier"),
                    decimal("crash_multiplier"),
                    decimal("cashout_multiplier"),
                    text("outcome"),
                    text("outcome_category"),
                    text("currency"),
                    decimal("stake"),
                    decimal("profit_loss"),
                    decimal("roi_percent")));

    private static final Set<String> TAKEN_BY_ALL = Set.of("format", "from", "limit", "to");

    private final String path;
    private final Set<String> parameters;
    private final int blockRows;
    private final List<Column> columns;

    Dataset(String path, Set<String> filters, int blockRows, List<Column> columns) {
        this.path = path;
        this.parameters = new TreeSet<>(filters);
        this.blockRows = blockRows;
        this.columns = columns;
    }

    /** Where it is had, in the notation of the router. */
    String path() {
        return path;
    }

    /** The query parameters its call takes. */
    Set<String> parameters() {
        Set<String> taken = new TreeSet<>(parameters);
        taken.addAll(TAKEN_BY_ALL);
        return taken;
    }

    /** How many rows are fetched at once: what bounds the memory of an export. */
    int blockRows() {
        return blockRows;
    }

    List<Column> columns() {
        return columns;
    }

    /** Its name in file names, metrics and logs. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
