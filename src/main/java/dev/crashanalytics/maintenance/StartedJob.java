package dev.crashanalytics.maintenance;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/** A job that has begun. */
@JsonNaming(SnakeCaseStrategy.class)
record StartedJob(UUID jobId) {}
