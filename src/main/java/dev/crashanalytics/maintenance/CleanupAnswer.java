package dev.crashanalytics.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;

/**
 * What a call for a cleanup is answered.
 *
 * @param recordsAffected the rounds that would go; of a dry run only
 * @param jobId the job that removes them; not of a dry run
 * @param cutoffDate rounds that started before it go
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record CleanupAnswer(Long recordsAffected, UUID jobId, Instant cutoffDate, boolean dryRun) {

    static CleanupAnswer counted(long rounds, Instant cutoff) {
        return new CleanupAnswer(rounds, null, cutoff, true);
    }

    static CleanupAnswer started(UUID job, Instant cutoff) {
        return new CleanupAnswer(null, job, cutoff, false);
    }
}
