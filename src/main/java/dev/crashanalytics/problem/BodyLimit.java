package dev.crashanalytics.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses REST calls whose body is announced to be too large: {@code too_large}, 413. The framework's own limit, the
 * same, answers without a word; it is left with bodies that do not say how long they will be. Routes that stream their
 * body stand before this.
 */
@ApplicationScoped
class BodyLimit {

    /** After the routes that read their body themselves, before the framework's limit at -2. */
    private static final int ROUTE_ORDER = -50;

    private static final long MAX_BYTES = 10 << 20;

    void install(@Observes Router router) {
        router.route().order(ROUTE_ORDER).handler(BodyLimit::check);
    }

    private static void check(RoutingContext context) {
        if (announcedBytes(context) <= MAX_BYTES) {
            context.next();
            return;
        }
        ProblemResponse.write(
                context, ProblemMapper.toRefusal(ProblemCode.TOO_LARGE.status(), context.normalizedPath()));
        // Lets the body run off, so that its sender comes to read the answer.
        context.request().resume();
    }

    private static long announcedBytes(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
