package dev.crashanalytics.live;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

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

    private final PgStoredFeed stored;

    LiveEventsRoute(PgStoredFeed stored) {
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
        stored.resolve(named)
                .onSuccess(found -> {
                    call.put(TOPIC, found);
                    call.request().resume();
                    call.next();
                })
                .onFailure(call::fail);
    }
}
