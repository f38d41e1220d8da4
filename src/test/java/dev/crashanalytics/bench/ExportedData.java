package dev.crashanalytics.bench;

/** What is exported, and the COPY that has the same columns of the same rows. */
enum ExportedData {
    ROUNDS("/bots/%s/rounds/export?format=csv&limit=%d", """
            SELECT id, round_number, game_name, stake_value AS stake, crash_multiplier_detected AS crash_multiplier,
                cashout_multiplier, round_outcome AS outcome, profit_loss_amount AS profit_loss, roi_percent,
                round_start_timestamp AS timestamp
            FROM crash_game_rounds WHERE bot_id COLLATE ucs_basic = '%s' %s LIMIT %d
            """, "ORDER BY round_start_timestamp DESC, id DESC") {
        @Override
        String name(int turn) {
            return String.format("history-bot-%03d", turn);
        }
    },
    MULTIPLIERS("/games/%s/multipliers/export?format=csv&limit=%d", """
            SELECT round_id, multiplier, timestamp, is_crash_multiplier AS is_crash, is_cashout_multiplier AS is_cashout,
                ocr_confidence, data_quality_score AS quality_score
            FROM analytics_round_multipliers WHERE game_name = '%s' %s LIMIT %d
            """, "ORDER BY timestamp DESC, id DESC") {
        @Override
        String name(int turn) {
            return "aviator";
        }
    };

    private final String path;
    private final String query;
    private final String order;

    ExportedData(String path, String query, String order) {
        this.path = path;
        this.query = query;
        this.order = order;
    }

    /** Whose rows are read at a turn. */
    abstract String name(int turn);

    String path(int turn, int limit) {
        return path.formatted(name(turn), limit);
    }

    /** The rows in whatever order is fastest, or in that of the export. */
    String copy(int turn, int limit, boolean ordered) {
        return "COPY (" + query.formatted(name(turn), ordered ? order : "", limit) + ") TO STDOUT (FORMAT csv, HEADER)";
    }
}
