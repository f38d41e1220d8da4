package dev.crashanalytics.ingest;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemResponse;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.wire.CloseCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The WebSocket {@code /api/v1/rounds/stream}. A route of its own, since only the bare socket can be paused: that is what
 * backpressure is made of.
 */
@ApplicationScoped
public class StreamRoute {

    static final String PATH = "/api/v1/rounds/stream";

    /** Before the REST resources, among which {@code /rounds/{round_id}} would match. */
    static final int BEFORE_REST = -100;

    /** What the protocol promises at least. */
    private static final long MIN_MESSAGE_BYTES = 1 << 20;

    /** Where the HTTP layer cuts off: quarkus.http.websocket-server.max-message-size. */
    private static final long MAX_MESSAGE_BYTES = 5 << 20;

    /** Within the time a shutdown gives to ingest: whoever has no answer by then is told to come back all the same. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Intake intake;
    private final IngestConfig config;
    private final IngestMetrics metrics;
    private final Set<StreamConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    StreamRoute(Vertx vertx, Intake intake, IngestConfig config, IngestMetrics metrics) {
        requireMessageSize(config.maxMessageBytes().asLongValue());
        this.vertx = vertx;
        this.intake = intake;
        this.config = config;
        this.metrics = metrics;
        metrics.gauge("crash.ingest.connections", "WebSockets that feed rounds in", connections::size);
        metrics.gauge(
                "crash.ingest.connections.paused",
                "Those of them that are not being read",
                () -> connections.stream().filter(StreamConnection::isPaused).count());
    }

    void install(@Observes Router router) {
        router.route(HttpMethod.GET, PATH).order(BEFORE_REST).handler(this::connect);
    }

    /** Stops reading, answers what was taken, closes with 1012. */
    Future<Void> drain() {
        draining = true;
        return Future.join(connections.stream()
                        .map(connection -> connection.drain(DRAIN_LIMIT))
                        .toList())
                .mapEmpty();
    }

    private static void requireMessageSize(long bytes) {
        if (bytes < MIN_MESSAGE_BYTES || bytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("crash.ingest.max-message-bytes must be from 1M to 5M, not " + bytes);
        }
    }

    private void connect(RoutingContext context) {
        String upgrade = context.request().getHeader("Upgrade");
        if (upgrade == null || !upgrade.equalsIgnoreCase("websocket")) {
            ProblemResponse.write(
                    context,
                    new Refusal(
                            ProblemCode.MALFORMED_REQUEST,
                            "this address takes WebSockets; POST /api/v1/rounds is its REST twin"));
            return;
        }
        context.request().toWebSocket().onSuccess(this::accept);
    }

    private void accept(ServerWebSocket socket) {
        if (draining || connections.size() >= config.maxConnections()) {
            CloseCode code = draining ? CloseCode.RESTARTING : CloseCode.TRY_AGAIN_LATER;
            metrics.closed(code.code());
            socket.close(code.code(), code.reason());
            return;
        }
        StreamConnection connection = new StreamConnection(vertx, socket, intake, config, metrics);
        connections.add(connection);
        connection.open(() -> connections.remove(connection));
    }
}
