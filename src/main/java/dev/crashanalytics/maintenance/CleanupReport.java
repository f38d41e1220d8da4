package dev.crashanalytics.maintenance;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What a cleanup has removed so far. */
final class CleanupReport implements JobReport {

    private final LocalDate cutoff;
    private final boolean forget;
    private final long total;
    private long rounds;
    private long earlyRows;
    private long logs;
    private long days;

    /**
     * A cleanup that begins.
     *
     * @param total the rounds that are there to go
     */
    CleanupReport(LocalDate cutoff, boolean forget, long total) {
        this.cutoff = cutoff;
        this.forget = forget;
        this.total = total;
    }

    LocalDate cutoff() {
        return cutoff;
    }

    void addDay() {
        days++;
    }

    void addRounds(long removed) {
        rounds += removed;
    }

    void addEarlyRows(long removed) {
        earlyRows += removed;
    }

    void addLogs(long removed) {
        logs += removed;
    }

    @Override
    public String toJson() {
        return toJson(0);
    }

    /** What it says once so many rounds more are gone. */
    String toJson(long more) {
        return new JsonObject()
                .put("records_affected", rounds + more)
                .put("records_total", Math.max(total, rounds + more))
                .put(
                        "cutoff_date",
                        cutoff.atStartOfDay().toInstant(ZoneOffset.UTC).toString())
                .put("dry_run", false)
                .put("forget", forget)
                .put("days_archived", days)
                .put("early_rows_removed", earlyRows)
                .put("log_rows_removed", logs)
                .encode();
    }

    @Override
    public String toLog() {
        return "cutoff=%s forget=%s days_archived=%d rounds=%d early_rows=%d log_rows=%d"
                .formatted(cutoff, forget, days, rounds, earlyRows, logs);
    }
}
