package dev.crashanalytics.store;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.ErrorFact;
import dev.crashanalytics.round.OcrFact;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Errors and readings of the screen. */
final class PgLogs {

    private static final List<ErrorFact> ERROR = List.of(
            ErrorFact.BOT_ID,
            ErrorFact.SESSION_ID,
            ErrorFact.ERROR_TYPE,
            ErrorFact.ERROR_MESSAGE,
            ErrorFact.ERROR_TRACE,
            ErrorFact.RECOVERY_ACTION,
            ErrorFact.TIMESTAMP,
            ErrorFact.EVENT_ID);

    private static final List<OcrFact> OCR = List.of(
            OcrFact.BOT_ID,
            OcrFact.SESSION_ID,
            OcrFact.RAW_OCR_TEXT,
            OcrFact.CLEANED_VALUE,
            OcrFact.CONFIDENCE,
            OcrFact.VALIDATION_STATUS,
            OcrFact.TIMESTAMP,
            OcrFact.EVENT_ID);

    private static final PgRowSource<NewError> ERRORS = new PgRowSource.Builder<NewError>()
            .add("id", ColumnType.BIGINT, NewError::id)
            .add("round_id", ColumnType.BIGINT, NewError::roundId)
            .add("position", ColumnType.INTEGER, NewError::position)
            .addAll(ERROR, NewError::facts)
            .build();

    private static final PgRowSource<NewOcr> READINGS = new PgRowSource.Builder<NewOcr>()
            .add("id", ColumnType.BIGINT, NewOcr::id)
            .add("round_id", ColumnType.BIGINT, NewOcr::roundId)
            .addAll(OCR, NewOcr::facts)
            .build();

    private static final String INSERT_ERRORS = """
            INSERT INTO error_logs (id, round_id, position, commit_id, %s)
            SELECT n.id, n.round_id, n.position, $%d, %s
            FROM (%s) AS n
            """.formatted(
                    PgColumns.names(ERROR), ERRORS.size() + 1, PgColumns.cast(ERROR, "n", "jsonb"), ERRORS.ofMany(1));

    private static final String INSERT_OCR =
            """
            INSERT INTO ocr_validation_logs (id, round_id, %s)
            SELECT n.id, n.round_id, %s
            FROM (%s) AS n
            """.formatted(PgColumns.names(OCR), PgColumns.cast(OCR, "n", "jsonb"), READINGS.ofMany(1));

    private PgLogs() {}

    /** An error to insert; {@code facts} are complete. */
    record NewError(long id, Long roundId, int position, Facts<ErrorFact> facts) {}

    /** A reading to insert; {@code facts} are complete. */
    record NewOcr(long id, Long roundId, Facts<OcrFact> facts) {}

    static Future<RowSet<Row>> insertErrors(SqlConnection connection, List<NewError> errors, long commitId) {
        return connection
                .preparedQuery(INSERT_ERRORS)
                .execute(ERRORS.addMany(errors, Tuple.tuple()).addValue(commitId));
    }

    static Future<RowSet<Row>> insertOcr(SqlConnection connection, List<NewOcr> readings) {
        return connection.preparedQuery(INSERT_OCR).execute(READINGS.addMany(readings, Tuple.tuple()));
    }
}
