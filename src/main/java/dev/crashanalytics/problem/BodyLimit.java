package dev.crashanalytics.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Reads the bodies of REST calls, of known length or chunked, and refuses those that are too large: {@code too_large},
 * 413. The framework's own limit, the same, answers without a word. Routes that stream their body stand before this.
 */
@ApplicationScoped
class BodyLimit {

    /** After the routes that read their body themselves, before the framework's limit at -2. */
    private static final int ROUTE_ORDER = -50;

    private static final int MAX_BYTES = 10 << 20;

    private final BodyHandler reader = BodyHandler.create(false).setBodyLimit(MAX_BYTES);

    void install(@Observes Router router) {
        router.route("/api/v1/*").order(ROUTE_ORDER).handler(this::read).handler(BodyLimit::fill);
    }

    private void read(RoutingContext context) {
        if ("0".equals(context.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
            context.next();
        } else {
            reader.handle(context);
        }
    }

    /** The REST layer would wait without end for a body that was read and is empty; a blank is as good to its readers. */
    private static void fill(RoutingContext context) {
        if (context.body().buffer() == null && context.request().isEnded()) {
            ((RoutingContextInternal) context).setBody(Buffer.buffer(" "));
        }
        context.next();
    }
}
