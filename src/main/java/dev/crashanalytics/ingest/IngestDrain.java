package dev.crashanalytics.ingest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends ingest in good order: nothing more is taken, and what was taken is committed and answered. */
@ApplicationScoped
public class IngestDrain {

    private static final long LOOK_EVERY_MILLIS = 10;

    private final Vertx vertx;
    private final StreamRoute stream;
    private final Pipeline pipeline;

    IngestDrain(Vertx vertx, StreamRoute stream, Pipeline pipeline) {
        this.vertx = vertx;
        this.stream = stream;
        this.pipeline = pipeline;
    }

    /** Completes when every client has its answers and its close frame, and the lanes have given their connections back. */
    public Uni<Void> drain() {
        return Uni.createFrom()
                .completionStage(() -> stream.drain()
                        .compose(closed -> whenIdle())
                        .compose(idle -> pipeline.close())
                        .toCompletionStage());
    }

    private Future<Void> whenIdle() {
        Promise<Void> idle = Promise.promise();
        vertx.setPeriodic(LOOK_EVERY_MILLIS, timer -> {
            if (pipeline.isIdle()) {
                vertx.cancelTimer(timer);
                idle.tryComplete();
            }
        });
        return idle.future();
    }
}
