package dev.crashanalytics.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes problems where no REST resource is involved: Vert.x routes and what lies around all routes. */
public final class ProblemResponse {

    private ProblemResponse() {}

    /**
     * Answers a request with a problem and ends it. Does nothing where the answer is already over; cuts the
     * connection where it has begun. Call it on the request's event loop.
     */
    public static void write(RoutingContext context, Refusal refusal) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (ProblemBody.retryAfterSeconds(refusal) > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(ProblemBody.retryAfterSeconds(refusal)));
        }
        response.setStatusCode(refusal.code().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                .end(ProblemBody.of(refusal));
    }
}
