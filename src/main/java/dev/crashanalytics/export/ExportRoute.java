package dev.crashanalytics.export;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code GET /api/v1/bots/{bot_id}/rounds/export} and the like. Routes of their own, since a REST resource neither sees how
 * full the socket is nor sends trailers.
 */
@ApplicationScoped
public class ExportRoute {

    /** Before the REST resources. */
    private static final int BEFORE_REST = -100;

    private final Vertx vertx;
    private final PgExports exports;
    private final ExportConfig config;
    private final ExportMetrics metrics;
    private final AtomicInteger running = new AtomicInteger();

    ExportRoute(Vertx vertx, PgExports exports, ExportConfig config, ExportMetrics metrics) {
        this.vertx = vertx;
        this.exports = exports;
        this.config = config;
        this.metrics = metrics;
        metrics.active(running::get);
    }

    void install(@Observes Router router) {
        for (Dataset dataset : Dataset.values()) {
            router.route(dataset.path()).order(BEFORE_REST).handler(call -> export(dataset, call));
        }
    }

    private void export(Dataset dataset, RoutingContext call) {
        if (call.request().method() != HttpMethod.GET) {
            call.response().putHeader("Allow", "GET");
            throw new ProblemException(ProblemCode.METHOD_NOT_ALLOWED, "An export takes GET.");
        }
        ExportRequest request = ExportRequest.of(dataset, call);
        if (running.incrementAndGet() > config.maxConcurrent()) {
            running.decrementAndGet();
            metrics.refused();
            throw new ProblemException(
                    ProblemCode.OVERLOADED,
                    config.maxConcurrent() + " exports are running, as many as may (crash.export.max-concurrent).");
        }
        metrics.started(dataset);
        new Export(vertx, call, request, config, metrics)
                .start(exports)
                .onComplete(released -> running.decrementAndGet());
    }
}
