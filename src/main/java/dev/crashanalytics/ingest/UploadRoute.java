package dev.crashanalytics.ingest;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemResponse;
import dev.crashanalytics.problem.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Set;

/** {@code POST /api/v1/rounds/batch}. A route of its own, since REST resources read a body whole before they see it. */
@ApplicationScoped
public class UploadRoute {

    static final String PATH = "/api/v1/rounds/batch";

    private static final Set<String> MEDIA_TYPES =
            Set.of("application/json", "application/x-ndjson", "application/ndjson", "application/jsonl");

    private final Vertx vertx;
    private final Intake intake;
    private final IngestConfig config;

    UploadRoute(Vertx vertx, Intake intake, IngestConfig config) {
        this.vertx = vertx;
        this.intake = intake;
        this.config = config;
    }

    void install(@Observes Router router) {
        router.route(HttpMethod.POST, PATH).order(StreamRoute.BEFORE_REST).handler(this::upload);
    }

    private void upload(RoutingContext context) {
        String contentType = context.request().getHeader("Content-Type");
        String mediaType =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPES.contains(mediaType)) {
            ProblemResponse.write(
                    context,
                    new Refusal(
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                            "send application/json (an array) or application/x-ndjson (one object a line)"));
            return;
        }
        if (!context.queryParams().isEmpty()) {
            ProblemResponse.write(
                    context,
                    Refusal.ofField(
                            ProblemCode.INVALID,
                            context.queryParams().names().iterator().next(),
                            "is no query parameter of this call; it takes none"));
            return;
        }
        new Upload(vertx, context, intake, config).start();
    }
}
