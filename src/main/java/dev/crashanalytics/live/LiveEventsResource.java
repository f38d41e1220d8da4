package dev.crashanalytics.live;

import dev.crashanalytics.live.SseOutlet.SentEvent;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.wire.ClientId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Live updates as an event stream, for clients without WebSockets. */
@Path("/api/v1/live/events")
@RegisterForReflection
@Tag(name = "Live")
class LiveEventsResource {

    private final LiveLoops loops;
    private final LiveConfig config;
    private final LiveMetrics metrics;
    private final Sse sse;

    LiveEventsResource(LiveLoops loops, LiveConfig config, LiveMetrics metrics, PgStoredFeed stored, @Context Sse sse) {
        this.loops = loops;
        this.config = config;
        this.metrics = metrics;
        this.sse = sse;
    }

    /**
     * 200 with a stream that ends only when the client, or the server, does; 404 {@code session_not_found}, {@code
     * bot_not_found}, {@code game_not_found}; 422 {@code unknown_topic}, {@code invalid}; 429 {@code overloaded}; 503.
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    @Operation(
            summary = "A topic's events as they happen",
            description =
                    "The frames of the WebSocket /api/v1/live, see docs/protocol.md: event: is their name, data: the"
                            + " whole frame, id: epoch:offset on events. Last-Event-ID replays what was missed.")
    public Multi<OutboundSseEvent> follow(
            @QueryParam("topic")
                    @Parameter(
                            required = true,
                            description = "session:{bot_id}/{session_id}, session:{session_id}, bot:{bot_id},"
                                    + " game:{game_name} or all; ids percent-encoded")
                    String topic,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Context RoutingContext call) {
        Topic wanted = call.get(LiveEventsRoute.TOPIC);
        if (wanted == null) {
            throw ProblemException.invalid("topic", "is required");
        }
        Since since = Since.ofLastEventId(lastEventId);
        if (loops.isClosing()) {
            throw new ProblemException(ProblemCode.SHUTTING_DOWN, "The server is stopping.");
        }
        if (metrics.connections() >= config.maxConnections()) {
            throw new ProblemException(
                    ProblemCode.OVERLOADED,
                    config.maxConnections() + " clients are connected, as many as may (crash.live.max-connections).");
        }
        HttpServerResponse response = call.response();
        // No proxy is to keep what should be sent at once.
        response.putHeader("Cache-Control", "no-store").putHeader("X-Accel-Buffering", "no");
        // Of what was not asked for nothing is emitted, so nothing is ever dropped.
        return Multi.createFrom()
                .<SentEvent>emitter(
                        emitter -> connect(wanted, since, emitter, call.request()), BackPressureStrategy.ERROR)
                .map(this::event);
    }

    private void connect(Topic topic, Since since, MultiEmitter<? super SentEvent> emitter, HttpServerRequest request) {
        LiveLoop loop = loops.current();
        SseOutlet outlet = new SseOutlet(emitter, () -> breakOff(request));
        LiveClient client = loop.connect(outlet);
        metrics.connected();
        emitter.onTermination(() -> loop.run(client::closed));
        emitter.onRequest(count -> loop.run(() -> {
            outlet.asked();
            client.pump();
        }));
        client.greet(null);
        client.subscribe(ClientId.NONE, topic, since);
    }

    /** Over HTTP/2 other calls may share the connection. */
    private static void breakOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            SocketOutlet.breakOff(request.connection());
        }
    }

    private OutboundSseEvent event(SentEvent sent) {
        OutboundSseEvent.Builder event = sse.newEventBuilder().name(sent.name()).data(String.class, sent.data());
        return (sent.id() == null ? event : event.id(sent.id())).build();
    }
}
