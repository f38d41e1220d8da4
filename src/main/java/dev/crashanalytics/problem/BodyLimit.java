package dev.crashanalytics.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses REST calls whose body is too large, {@code too_large}, 413: where it announces its length, before it is read,
 * else once more has been read than may. The framework's own limit, the same, would answer without a word. Routes that
 * stream their body stand before this.
 */
@ApplicationScoped
class BodyLimit {

    /** After the routes that read their body themselves, before the framework's limit at -2. */
    private static final int ROUTE_ORDER = -50;

    private static final long MAX_BYTES = 10 << 20;

    void install(@Observes Router router) {
        router.route().order(ROUTE_ORDER).handler(BodyLimit::checkAnnounced);
    }

    private static void checkAnnounced(RoutingContext context) {
        if (announcedBytes(context) <= MAX_BYTES) {
            context.next();
            return;
        }
        ProblemResponse.write(context, tooLarge(context));
        // Lets the body run off, so that its sender comes to read the answer.
        context.request().resume();
    }

    /**
     * The REST layer comes here when it has a body as a whole, on the event loop; or, on a worker thread, when it has as much
     * of it as quarkus.rest.input-buffer-size and would read the rest as a blocking stream.
     */
    @ServerRequestFilter(readBody = true)
    void checkRead(RoutingContext context) {
        if (context.request().bytesRead() > MAX_BYTES) {
            context.addEndHandler(
                    answered -> context.request().handler(dropped -> {}).resume());
            throw new ProblemException(tooLarge(context));
        }
    }

    private static Refusal tooLarge(RoutingContext context) {
        return ProblemMapper.toRefusal(ProblemCode.TOO_LARGE.status(), context.normalizedPath());
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
