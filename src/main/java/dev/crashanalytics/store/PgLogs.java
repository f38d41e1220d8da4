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

    private static final String INSERT_ERRORS = """
            INSERT INTO error_logs (id, round_id, position, commit_id, %s)
            SELECT n.id, n.round_id, n.position, $4, %s
            FROM unnest($1::bigint[], $2::bigint[], $3::int[], %s) AS n (id, round_id, position, %s)
            """.formatted(
                    PgColumns.names(ERROR),
                    PgColumns.cast(ERROR, "n", "jsonb"),
                    PgColumns.parameters(ERROR, 5),
                    PgColumns.names(ERROR));

    private static final String INSERT_OCR = """
            INSERT INTO ocr_validation_logs (id, round_id, %s)
            SELECT n.id, n.round_id, %s
            FROM unnest($1::bigint[], $2::bigint[], %s) AS n (id, round_id, %s)
            """.formatted(
                    PgColumns.names(OCR),
                    PgColumns.cast(OCR, "n", "jsonb"),
                    PgColumns.parameters(OCR, 3),
                    PgColumns.names(OCR));

    private PgLogs() {}

    /** An error to insert; {@code facts} are complete. */
    record NewError(long id, Long roundId, int position, Facts<ErrorFact> facts) {}

    /** A reading to insert; {@code facts} are complete. */
    record NewOcr(long id, Long roundId, Facts<OcrFact> facts) {}

    static Future<RowSet<Row>> insertErrors(SqlConnection connection, List<NewError> errors, long commitId) {
        Tuple parameters = Tuple.tuple()
                .addValue(errors.stream().map(NewError::id).toArray(Long[]::new))
                .addValue(errors.stream().map(NewError::roundId).toArray(Long[]::new))
                .addValue(errors.stream().map(NewError::position).toArray(Integer[]::new))
                .addValue(commitId);
        PgColumns.addArrays(ERROR, errors, NewError::facts, parameters);
        return connection.preparedQuery(INSERT_ERRORS).execute(parameters);
    }

    static Future<RowSet<Row>> insertOcr(SqlConnection connection, List<NewOcr> readings) {
        Tuple parameters = Tuple.tuple()
                .addValue(readings.stream().map(NewOcr::id).toArray(Long[]::new))
                .addValue(readings.stream().map(NewOcr::roundId).toArray(Long[]::new));
        PgColumns.addArrays(OCR, readings, NewOcr::facts, parameters);
        return connection.preparedQuery(INSERT_OCR).execute(parameters);
    }
}
