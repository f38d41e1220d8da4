package dev.crashanalytics.live;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the event stream and finds out who its topic is: once the stream has begun it is too late to answer with a
 * problem, and REST begins a stream before there is anything in it.
 */
@ApplicationScoped
public class LiveEventsRoute {

    /** Where the topic of a call is kept, known to be there. */
    static final String TOPIC = "crash.live.topic";

    private static final String PATH = "/api/v1/live/events";
    private static final int BEFORE_REST = -100;

    private final Vertx vertx;
    private final LiveLoops loops;
    private final LiveConfig config;
    private final PgStoredFeed stored;

    LiveEventsRoute(Vertx vertx, LiveLoops loops, LiveConfig config, PgStoredFeed stored) {
        this.vertx = vertx;
        this.loops = loops;
        this.config = config;
        this.stored = stored;
    }

    void install(@Observes Router router) {
        router.route(HttpMethod.GET, PATH).order(BEFORE_REST).handler(this::resolve);
    }

    private void resolve(RoutingContext call) {
        String topic = call.queryParams().get("topic");
        if (topic == null || topic.isEmpty()) {
            call.next();
            return;
        }
        Topic named = Topic.parse(topic);
        call.request().pause();
        feed().compose(known -> stored.resolve(named))
                .onSuccess(found -> {
                    call.put(TOPIC, found);
                    call.request().resume();
                    call.next();
                })
                .onFailure(call::fail);
    }

    /** Completes, on the call's own event loop, when it is known where the feed stands: at once, but for the very first calls. */
    private Future<Void> feed() {
        Promise<Void> here = ((VertxInternal) vertx).promise();
        loops.known()
                .timeout(config.stalledTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .recover(late -> Future.failedFuture(new ProblemException(
                        ProblemCode.DATABASE_UNAVAILABLE, "The feed cannot be read at the moment.")))
                .onComplete(here);
        return here.future();
    }
}
