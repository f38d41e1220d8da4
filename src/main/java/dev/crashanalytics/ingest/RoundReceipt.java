package dev.crashanalytics.ingest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.round.Warning;
import dev.crashanalytics.wire.ServerFrame;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to a logged round. */
@RegisterForReflection(targets = {RoundReceipt.class, Warning.class})
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(description = "A stored round: its transaction has committed")
record RoundReceipt(
        Long roundId,
        String botId,
        String sessionId,
        Long roundNumber,

        @Schema(description = "Whether the round had been stored before")
        boolean duplicate,

        @Schema(description = "Where the round stands in the feed")
        Long offset,

        List<Warning> warnings) {

    static RoundReceipt of(ServerFrame.Ack ack) {
        return new RoundReceipt(
                ack.roundId(),
                ack.botId(),
                ack.sessionId(),
                ack.roundNumber(),
                ack.duplicate(),
                ack.offset(),
                ack.warnings());
    }
}
