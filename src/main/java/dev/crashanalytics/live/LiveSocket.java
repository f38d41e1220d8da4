package dev.crashanalytics.live;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.wire.ClientId;
import dev.crashanalytics.wire.CloseCode;
import dev.crashanalytics.wire.LiveFrames;
import dev.crashanalytics.wire.LiveRequest;
import dev.crashanalytics.wire.LiveRequests;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * The WebSocket {@code /api/v1/live}. What clients send is small and answered at once, in the order it comes; answers that a
 * client leaves unread are bounded, so nothing is queued here.
 */
@WebSocket(path = LiveSocket.PATH, inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class LiveSocket {

    static final String PATH = "/api/v1/live";

    /** What the client is told when it connects. */
    static final int MAX_MESSAGE_BYTES = 64 << 10;

    static final TypedKey<HttpConnection> TRANSPORT = new TypedKey<>("transport");

    private static final TypedKey<LiveClient> CLIENT = new TypedKey<>("client");

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);

    private final LiveLoops loops;
    private final LiveConfig config;
    private final LiveMetrics metrics;

    LiveSocket(LiveLoops loops, LiveConfig config, LiveMetrics metrics) {
        this.loops = loops;
        this.config = config;
        this.metrics = metrics;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket) {
        LiveLoop loop = loops.current();
        LiveClient client =
                loop.connect(new SocketOutlet(socket, socket.userData().get(TRANSPORT)));
        socket.userData().put(CLIENT, client);
        int connections = metrics.connected();
        LiveInbound.limit(socket.userData().get(TRANSPORT), MAX_MESSAGE_BYTES, client::close);
        if (loops.isClosing()) {
            client.close(CloseCode.RESTARTING);
        } else if (connections > config.maxConnections()) {
            client.close(CloseCode.TRY_AGAIN_LATER);
        } else {
            loops.known().onSuccess(known -> loop.run(() -> client.greet(hello())));
        }
    }

    private Frame hello() {
        FeedBatch last = loops.last();
        return new Frame(
                "hello",
                Frame.NONE,
                LiveFrames.hello(MAX_MESSAGE_BYTES, config.maxSubscriptions(), last.epoch(), last.head()));
    }

    @OnTextMessage
    @NonBlocking
    void onText(String text, WebSocketConnection socket) {
        LiveClient client = client(socket);
        client.heard();
        if (text.length() > MAX_MESSAGE_BYTES) {
            // Sent together with the upgrade, before this socket had a limit of its own.
            client.close(CloseCode.MESSAGE_TOO_LARGE);
            return;
        }
        LiveRequest request = LiveRequests.read(text);
        try {
            if (request instanceof LiveRequest.Subscribe subscribe) {
                Since since = subscribe.epoch() == null ? null : new Since(subscribe.epoch(), subscribe.offset());
                client.subscribe(subscribe.id(), Topic.parse(subscribe.topic()), since);
            } else if (request instanceof LiveRequest.Unsubscribe unsubscribe) {
                client.unsubscribe(unsubscribe.id(), unsubscribe.topic());
            } else if (request instanceof LiveRequest.Invalid invalid) {
                client.refuse(invalid.id(), invalid.refusal());
            }
        } catch (ProblemException refused) {
            client.refuse(request.id(), refused.refusal());
        }
    }

    @OnBinaryMessage
    @NonBlocking
    void onBinary(Buffer message, WebSocketConnection socket) {
        LiveClient client = client(socket);
        client.heard();
        client.refuse(
                ClientId.NONE,
                new Refusal(ProblemCode.MALFORMED_JSON, "only text messages are read: JSON, encoded as UTF-8"));
    }

    @OnPongMessage
    @NonBlocking
    void onPong(Buffer pong, WebSocketConnection socket) {
        LiveClient client = client(socket);
        client.heard();
        if (pong.length() == Long.BYTES) {
            client.hasRead(pong.getLong(0));
        }
    }

    @OnClose
    @NonBlocking
    void onClose(WebSocketConnection socket) {
        client(socket).closed();
    }

    /** A frame that breaks the protocol, a connection that broke, or a bug. */
    @OnError
    @NonBlocking
    void onError(Throwable failure, WebSocketConnection socket) {
        if (failure instanceof IOException || failure instanceof VertxException) {
            // The connection is gone; that is told to onClose.
            return;
        }
        CloseCode code = LiveUpgrade.closeCode(failure);
        LOG.logf(
                code == CloseCode.INTERNAL_ERROR ? Logger.Level.ERROR : Logger.Level.DEBUG,
                failure,
                "event=live_socket_failure");
        LiveClient client = socket.userData().get(CLIENT);
        if (client != null) {
            client.close(code);
        } else if (socket.isOpen()) {
            socket.close(new CloseReason(CloseCode.INTERNAL_ERROR.code(), CloseCode.INTERNAL_ERROR.reason()))
                    .subscribe()
                    .with(closed -> {}, gone -> {});
        }
    }

    private static LiveClient client(WebSocketConnection socket) {
        return socket.userData().get(CLIENT);
    }
}
