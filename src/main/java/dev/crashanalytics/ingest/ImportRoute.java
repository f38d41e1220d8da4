package dev.crashanalytics.ingest;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.problem.ProblemResponse;
import dev.crashanalytics.problem.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code POST /api/v1/imports}. A route of its own, since REST resources read a body whole before they see it. */
@ApplicationScoped
public class ImportRoute {

    static final String PATH = "/api/v1/imports";

    private final Vertx vertx;
    private final Intake intake;
    private final PgImportTarget target;
    private final ImportConfig config;
    private final long stalledMillis;
    private final AtomicInteger running = new AtomicInteger();

    ImportRoute(
            Vertx vertx,
            Intake intake,
            PgImportTarget target,
            ImportConfig config,
            IngestConfig ingest,
            IngestMetrics metrics) {
        this.vertx = vertx;
        this.intake = intake;
        this.target = target;
        this.config = config;
        this.stalledMillis = ingest.stalledTimeout().toMillis();
        metrics.gauge("crash.import.active", "Imports that are running", running::get);
    }

    void install(@Observes Router router) {
        router.route(PATH).order(StreamRoute.BEFORE_REST).handler(this::upload);
    }

    private void upload(RoutingContext call) {
        if (call.request().method() != HttpMethod.POST) {
            call.response().putHeader("Allow", "POST");
            throw new ProblemException(ProblemCode.METHOD_NOT_ALLOWED, "An import takes POST.");
        }
        try {
            ImportRequest request =
                    ImportRequest.of(call, (int) config.maxLineBytes().asLongValue());
            Import running = new Import(vertx, call, intake, target, request, config.maxRejectedLines());
            admit(call);
            running.start(stalledMillis);
        } catch (ProblemException refused) {
            refuse(call, refused.refusal());
        }
    }

    private void admit(RoutingContext call) {
        if (running.incrementAndGet() > config.maxConcurrent()) {
            running.decrementAndGet();
            throw new ProblemException(
                    ProblemCode.OVERLOADED,
                    config.maxConcurrent() + " imports are running, as many as may (crash.import.max-concurrent).");
        }
        call.addEndHandler(over -> running.decrementAndGet());
    }

    /** Lets the body run off, so that its sender comes to read the answer. */
    static void refuse(RoutingContext call, Refusal refusal) {
        ProblemResponse.write(call, refusal);
        call.request().handler(dropped -> {}).resume();
    }
}
