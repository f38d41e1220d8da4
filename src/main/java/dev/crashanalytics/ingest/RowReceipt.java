package dev.crashanalytics.ingest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.round.Warning;
import dev.crashanalytics.wire.ServerFrame;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to a logged multiplier, signal, outcome, error or OCR validation. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(description = "A stored row: its transaction has committed")
record RowReceipt(
        @Schema(description = "The row's id; that of the first one where an event_id is repeated")
        Long id,

        @Schema(description = "The round it belongs to; null where that is not stored yet")
        Long roundId,

        String botId,
        String sessionId,
        Long roundNumber,

        @Schema(description = "Whether the event had been stored before")
        boolean duplicate,

        @Schema(description = "Where the row stands in the feed; null where it is not published")
        Long offset,

        List<Warning> warnings) {

    static RowReceipt of(ServerFrame.Ack ack) {
        return new RowReceipt(
                ack.recordId(),
                ack.roundId(),
                ack.botId(),
                ack.sessionId(),
                ack.roundNumber(),
                ack.duplicate(),
                ack.offset(),
                ack.warnings());
    }
}
