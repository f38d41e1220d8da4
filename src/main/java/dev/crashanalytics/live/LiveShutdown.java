package dev.crashanalytics.live;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends live updates in good order. */
@ApplicationScoped
public class LiveShutdown {

    private final LiveLoops loops;

    LiveShutdown(LiveLoops loops) {
        this.loops = loops;
    }

    /** Completes when every client has been told to come back: WebSockets by 1012, event streams by their end. */
    public Uni<Void> close() {
        return Uni.createFrom().completionStage(() -> loops.close().toCompletionStage());
    }
}
