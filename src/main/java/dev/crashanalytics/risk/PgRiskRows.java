package dev.crashanalytics.risk;

import dev.crashanalytics.stats.GamePlatform;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Rounds in the order in which risk runs, fetched block by block as they are worked off, within a transaction. */
final class PgRiskRows {

    /** Rows of a block: some megabytes at the most, and some milliseconds of work. */
    private static final int BLOCK_ROWS = 1_000;

    private static final String COLUMNS = """
            SELECT r.session_id, r.round_start_timestamp, r.currency, r.game_name, r.platform_code, r.round_outcome,
                   r.stake_value, r.target_multiplier, r.cashout_multiplier, r.crash_multiplier_detected,
                   coalesce(r.profit_loss_amount, 0)
            """;

    /** By crash_game_rounds_bot_time: docs/adr/0009 has the reason for the collation. */
    private static final String OF_BOT = COLUMNS + """
            FROM crash_game_rounds r
            WHERE r.bot_id COLLATE ucs_basic = $1 AND r.round_start_timestamp >= $2 AND r.round_start_timestamp < $3
            """;

    private static final String ORDER = " ORDER BY r.round_start_timestamp, r.session_id COLLATE \"C\", r.round_number";

    private static final String BOT = OF_BOT + ORDER;

    private static final String SESSION = OF_BOT + " AND r.session_id = $4" + ORDER;

    private static final String BY_SESSION =
            OF_BOT + " ORDER BY r.session_id COLLATE \"C\", r.round_start_timestamp, r.round_number";

    /**
     * The rollups say which bots played it on which days; rounds of archived days are not there, or about to go. {@code $4}
     * and {@code $5} the first and the last day.
     */
    private static final String STRATEGY = COLUMNS + """
            FROM (SELECT bot_id, day FROM round_rollups
                  WHERE strategy_name = $1 AND day >= $4 AND day <= $5 AND state <> 'archived'
                  GROUP BY bot_id, day) AS played
            CROSS JOIN LATERAL (
                SELECT * FROM crash_game_rounds
                WHERE bot_id COLLATE ucs_basic = played.bot_id AND strategy_name = $1
                  AND round_start_timestamp >= greatest($2, played.day::timestamp AT TIME ZONE 'UTC')
                  AND round_start_timestamp < least($3, (played.day + 1)::timestamp AT TIME ZONE 'UTC')) AS r
            """ + ORDER + ", r.bot_id COLLATE \"C\"";

    private final SqlConnection connection;

    PgRiskRows(SqlConnection connection) {
        this.connection = connection;
    }

    /** The rounds of a scope. */
    Uni<Void> read(RiskScope scope, RiskSpan span, Function<List<RiskRound>, Uni<Void>> work) {
        return switch (scope.kind()) {
            case BOT -> blocks(BOT, Tuple.of(scope.botId(), span.from(), span.to()), work);
            case SESSION -> blocks(SESSION, Tuple.of(scope.botId(), span.from(), span.to(), scope.name()), work);
            case STRATEGY ->
                blocks(STRATEGY, Tuple.of(scope.name(), span.from(), span.to(), span.firstDay(), span.lastDay()), work);
        };
    }

    /** The rounds of a bot, one session after another. */
    Uni<Void> readBySession(String botId, RiskSpan span, Function<List<RiskRound>, Uni<Void>> work) {
        return blocks(BY_SESSION, Tuple.of(botId, span.from(), span.to()), work);
    }

    private Uni<Void> blocks(String statement, Tuple parameters, Function<List<RiskRound>, Uni<Void>> work) {
        return connection.prepare(statement).chain(prepared -> {
            Cursor cursor = prepared.cursor(parameters);
            return Multi.createBy()
                    .repeating()
                    .uni(() -> cursor.read(BLOCK_ROWS).call(rows -> work.apply(rounds(rows))))
                    .whilst(rows -> cursor.hasMore())
                    .collect()
                    .last()
                    .eventually(cursor::close)
                    .replaceWithVoid();
        });
    }

    private static List<RiskRound> rounds(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PgRiskRows::read)
                .toList();
    }

    private static RiskRound read(Row row) {
        return new RiskRound(
                row.getString(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getString(2),
                new GamePlatform(row.getString(3), row.getString(4)),
                row.getString(5),
                row.getBigDecimal(6),
                row.getBigDecimal(7),
                row.getBigDecimal(8),
                row.getBigDecimal(9),
                row.getBigDecimal(10));
    }
}
