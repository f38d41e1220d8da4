package dev.crashanalytics.maintenance;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * How a maintenance job stands.
 *
 * @param status running, done or failed
 * @param endedAt null while it runs
 * @param progress of a reconciliation; other kinds tell theirs in the members of their own
 * @param failure why it failed, for people; else null
 * @param result further members, by kind: what it has come to so far
 */
@JsonNaming(SnakeCaseStrategy.class)
record JobStatus(
        UUID jobId,
        String kind,
        String status,
        Instant startedAt,
        Instant endedAt,
        Progress progress,
        String failure,
        @JsonAnyGetter Map<String, Object> result) {

    /** How far a job has come. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Progress(long botsDone, long botsTotal) {}

    /** The members of a JSON object. */
    static Map<String, Object> members(String json) {
        return new JsonObject(json).getMap();
    }
}
