package dev.crashanalytics.ingest;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.wire.ClientFrame;
import dev.crashanalytics.wire.ClientFrames;
import dev.crashanalytics.wire.FrameType;
import dev.crashanalytics.wire.MalformedJsonException;
import dev.crashanalytics.wire.ServerFrame;
import dev.crashanalytics.wire.Utf8;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Takes the body of a REST call through the same pipeline as the stream. */
@ApplicationScoped
public class RestIntake {

    private final Intake intake;
    private final Pipeline pipeline;
    private final IngestConfig config;

    RestIntake(Intake intake, Pipeline pipeline, IngestConfig config) {
        this.intake = intake;
        this.pipeline = pipeline;
        this.config = config;
    }

    /**
     * Stores what the body says; answers after its commit.
     *
     * @param addressed fields that the call's address names
     * @return the ack; fails with a {@link ProblemException}
     */
    Uni<ServerFrame.Ack> log(byte[] body, FrameType type, Map<String, String> addressed) {
        byte[] bytes = body == null ? new byte[0] : body;
        ClientFrame frame = read(bytes, type, addressed);
        if (frame instanceof ClientFrame.Complete complete) {
            requireRoom(complete.entry());
        }
        Context request = Vertx.currentContext();
        return Uni.createFrom()
                .<ServerFrame.Answer>emitter(emitter -> intake.take(
                                List.of(frame), bytes.length, (index, answer) -> emitter.complete(answer))
                        .onFailure(emitter::fail))
                .emitOn(task -> request.runOnContext(onRequest -> task.run()))
                .onItem()
                .transform(RestIntake::ackOrProblem);
    }

    private ClientFrame read(byte[] body, FrameType type, Map<String, String> addressed) {
        if (body.length > config.maxMessageBytes().asLongValue()) {
            throw new ProblemException(
                    ProblemCode.TOO_LARGE,
                    "the body has " + body.length + " bytes, at most "
                            + config.maxMessageBytes().asLongValue() + " are taken");
        }
        try {
            return ClientFrames.readBody(Utf8.decode(body), type, addressed);
        } catch (MalformedJsonException e) {
            throw new ProblemException(ProblemCode.MALFORMED_JSON, e.getMessage());
        }
    }

    /** A socket would be paused; a call is told to come back. */
    private void requireRoom(Entry entry) {
        if (pipeline.queue(entry.botId()).isFull()) {
            throw new ProblemException(ProblemCode.OVERLOADED, "more is waiting than may; send it again in a second");
        }
    }

    private static ServerFrame.Ack ackOrProblem(ServerFrame.Answer answer) {
        if (answer instanceof ServerFrame.Error error) {
            throw new ProblemException(error.refusal());
        }
        return (ServerFrame.Ack) answer;
    }
}
