package dev.crashanalytics.risk;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets some risk calls be worked on side by side and others wait in their order, up to a bound. Nothing blocks; a call that
 * waited goes on where it came from.
 */
@ApplicationScoped
class RiskQueue {

    private final Vertx vertx;
    private final RiskConfig config;
    private final RiskMetrics metrics;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int running;

    RiskQueue(Vertx vertx, RiskConfig config, RiskMetrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
        metrics.active(this::running);
    }

    private record Waiting(Context context, CompletableFuture<Void> turn) {}

    /** Does the work once it has its turn; fails with {@code overloaded} where too much waits already. */
    <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(this::turn)
                .chain(granted -> Uni.createFrom().deferred(work::get).eventually(this::end));
    }

    private synchronized Uni<Void> turn() {
        if (running < config.maxConcurrent()) {
            running++;
            return Uni.createFrom().voidItem();
        }
        if (waiting.size() >= config.maxWaiting()) {
            metrics.refused();
            throw new ProblemException(
                    ProblemCode.OVERLOADED,
                    config.maxWaiting() + " risk calls are waiting, as many as may (crash.risk.max-waiting).");
        }
        Waiting call = new Waiting(vertx.getOrCreateContext(), new CompletableFuture<>());
        waiting.add(call);
        return Uni.createFrom().completionStage(call.turn);
    }

    /** Hands the turn on. */
    private synchronized void end() {
        Waiting next = waiting.poll();
        if (next == null) {
            running--;
        } else {
            next.context.runOnContext(ready -> begin(next));
        }
    }

    /** A call that was given up while it waited has cancelled its turn. */
    private void begin(Waiting call) {
        if (!call.turn.complete(null)) {
            end();
        }
    }

    private synchronized int running() {
        return running;
    }
}
