package dev.crashanalytics.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads sessions for the overview, in one statement: what it answers is of one moment, and its offset too. */
@ApplicationScoped
class PgOverview {

    /** Which sessions, in which order; {@code $1} how many. */
    static final String CHOSEN = """
            SELECT *, row_number() OVER (ORDER BY status <> 'active', id DESC) AS place
            FROM session_logs ORDER BY status <> 'active', id DESC LIMIT $1
            """;

    /** {@code $2} how many rounds of each session. */
    private static final String OVERVIEW = """
            SELECT h.epoch::text AS epoch, h.next_offset - 1 AS feed_offset,
                   (SELECT count(*) FROM session_logs) AS total_sessions,
                   (SELECT count(*) FROM crash_game_rounds
                    WHERE round_start_timestamp > now() - interval '60 seconds'
                      AND round_start_timestamp <= now()) AS rounds_last_minute,
                   s.bot_id, s.session_id, s.game_name, s.status, s.start_time, s.initial_balance, s.final_balance,
                   s.total_rounds, s.winning_rounds, s.losing_rounds, s.win_streak, s.loss_streak, s.last_round_number,
                   s.last_round_at, s.figures_by_currency::text AS figures_by_currency,
                   recent.platform_code, coalesce(recent.strategy_name, b.strategy_name) AS strategy_name,
                   recent.round_numbers, recent.profits, recent.multipliers, recent.outcomes
            FROM feed_head h
            LEFT JOIN (%s) AS s ON true
            LEFT JOIN bot_vm_registration b ON b.bot_id = s.bot_id
            LEFT JOIN LATERAL (
                SELECT (array_agg(r.platform_code ORDER BY r.round_number DESC))[1] AS platform_code,
                       (array_agg(r.strategy_name ORDER BY r.round_number DESC))[1] AS strategy_name,
                       array_agg(r.round_number ORDER BY r.round_number) AS round_numbers,
                       array_agg(coalesce(r.profit_loss_amount, 0) ORDER BY r.round_number) AS profits,
                       array_agg(coalesce(r.crash_multiplier_detected, r.final_multiplier)::numeric ORDER BY r.round_number) AS multipliers,
                       array_agg(r.round_outcome::text ORDER BY r.round_number) AS outcomes
                FROM (SELECT * FROM crash_game_rounds c
                      WHERE c.bot_id = s.bot_id AND c.session_id = s.session_id
                      ORDER BY c.round_number DESC LIMIT $2) AS r
            ) AS recent ON true
            ORDER BY s.place
            """.formatted(CHOSEN);

    private final Pool pool;
    private final ObjectMapper json;

    PgOverview(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /** At most so many sessions, with the latest rounds of each. */
    Uni<Overview> overview(int sessions, int recentRounds) {
        return pool.preparedQuery(OVERVIEW)
                .execute(Tuple.of(sessions, recentRounds))
                .map(rows -> {
                    Row first = rows.iterator().next();
                    return new Overview(
                            first.getString("epoch"),
                            first.getLong("feed_offset"),
                            first.getLong("total_sessions"),
                            first.getLong("rounds_last_minute"),
                            found(rows).map(this::item).toList());
                });
    }

    /** The one row of an overview without sessions has the head of the feed alone. */
    private static Stream<Row> found(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).filter(row -> row.getString("bot_id") != null);
    }

    private Overview.Item item(Row row) {
        return new Overview.Item(
                row.getString("bot_id"),
                row.getString("session_id"),
                row.getString("game_name"),
                row.getString("platform_code"),
                row.getString("strategy_name"),
                row.getString("status"),
                instant(row.getOffsetDateTime("start_time")),
                row.getBigDecimal("initial_balance"),
                row.getBigDecimal("final_balance"),
                row.getInteger("total_rounds"),
                row.getInteger("winning_rounds"),
                row.getInteger("losing_rounds"),
                row.getInteger("win_streak"),
                row.getInteger("loss_streak"),
                row.getInteger("total_rounds") == 0 ? null : row.getLong("last_round_number"),
                instant(row.getOffsetDateTime("last_round_at")),
                CurrencySums.read(json, row.getString("figures_by_currency")),
                recent(row));
    }

    private static Overview.Recent recent(Row row) {
        return row.getArrayOfLongs("round_numbers") == null
                ? new Overview.Recent(List.of(), List.of(), List.of(), List.of())
                : new Overview.Recent(
                        List.of(row.getArrayOfLongs("round_numbers")),
                        PgDecimals.of(row.getArrayOfNumerics("profits")),
                        PgDecimals.of(row.getArrayOfNumerics("multipliers")),
                        Arrays.asList(row.getArrayOfStrings("outcomes")));
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
