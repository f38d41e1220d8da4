package dev.crashanalytics.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jboss.logging.Logger;

/**
 * A bot's way to the server: what is put in is sent in order, one message at a time, the next when the one before is acked.
 * A message that was not acked goes out again after a reconnect; its items have keys, so that none is stored twice.
 *
 * <pre>
 *   AWAY -- connect --> CONNECTING -- open --> READY -- send --> WAITING -- acks --> READY
 *    ^                      |                    |                  |
 *    +---- backoff ---------+------- cut --------+-------- cut -----+          any -- end --> ENDED
 * </pre>
 *
 * <p>For one event loop.
 */
final class DemoStream {

    private static final Logger LOG = Logger.getLogger(DemoStream.class);

    /** Ticks that find so many items waiting are dropped; a bot puts in little else before it has an ack. */
    private static final int MAX_TICKS_WAITING = 64;

    private static final int MAX_ITEMS_PER_MESSAGE = 100;

    /** The server retries for 10 seconds; an answer that takes longer has been lost. */
    private static final long ACK_LIMIT_MILLIS = 60_000;

    /** What becomes of it, besides what the log says. */
    interface Listener {

        /** The game is not known to the server any more: its data was removed. */
        void gameIsGone();
    }

    private enum State {
        AWAY,
        CONNECTING,
        READY,
        WAITING,
        ENDED
    }

    private final Vertx vertx;
    private final WebSocketClient client;
    private final OwnServer server;
    private final DemoMetrics metrics;
    private final Listener listener;
    private final Backoff backoff = new Backoff();
    private final Queue<JsonObject> waiting = new ArrayDeque<>();
    private List<JsonObject> sent = List.of();
    private State state = State.AWAY;
    private WebSocket socket;
    private Promise<Void> acked = Promise.promise();
    private long ackTimer = -1;

    DemoStream(Vertx vertx, WebSocketClient client, OwnServer server, DemoMetrics metrics, Listener listener) {
        this.vertx = vertx;
        this.client = client;
        this.server = server;
        this.metrics = metrics;
        this.listener = listener;
    }

    /** Connects, now and whenever the connection is lost. */
    void connect() {
        if (state != State.AWAY) {
            return;
        }
        state = State.CONNECTING;
        client.connect(server.stream()).onSuccess(this::opened).onFailure(failure -> {
            LOG.debugf("event=demo_connect_failed reason=\"%s\"", failure);
            connectLater();
        });
    }

    /** Sends an item; the bot waits for {@link #whenAcked} before it puts in many. */
    void put(JsonObject item) {
        if (state != State.ENDED) {
            waiting.add(item);
            send();
        }
    }

    /** Sends an item that does not matter much: dropped where others wait. */
    void putTick(JsonObject item) {
        if (waiting.size() < MAX_TICKS_WAITING) {
            put(item);
        } else {
            metrics.droppedTick();
        }
    }

    /** Completes once everything put in so far has its answer; never, where the stream is ended before. */
    Future<Void> whenAcked() {
        return isIdle() ? Future.succeededFuture() : acked.future();
    }

    /** Closes it; what has no answer is not sent again. */
    void end() {
        state = State.ENDED;
        waiting.clear();
        sent = List.of();
        vertx.cancelTimer(ackTimer);
        if (socket != null) {
            socket.close();
        }
    }

    private boolean isIdle() {
        return sent.isEmpty() && waiting.isEmpty();
    }

    private void opened(WebSocket opened) {
        if (state == State.ENDED) {
            opened.close();
            return;
        }
        metrics.connected();
        socket = opened;
        state = State.READY;
        opened.textMessageHandler(text -> received(opened, text));
        opened.exceptionHandler(failure -> LOG.debugf("event=demo_connection_failed reason=\"%s\"", failure));
        opened.closeHandler(closed -> lost(opened));
        send();
    }

    private void lost(WebSocket closed) {
        if (socket == closed && state != State.ENDED) {
            socket = null;
            vertx.cancelTimer(ackTimer);
            connectLater();
        }
    }

    private void connectLater() {
        if (state != State.ENDED) {
            state = State.AWAY;
            vertx.setTimer(backoff.pause(), due -> connect());
        }
    }

    private void send() {
        if (state != State.READY || isIdle()) {
            return;
        }
        if (sent.isEmpty()) {
            sent = take();
        }
        state = State.WAITING;
        WebSocket open = socket;
        ackTimer = vertx.setTimer(ACK_LIMIT_MILLIS, due -> open.close());
        // A write that fails ends the connection, which is noticed there.
        open.writeTextMessage(new JsonArray(sent).encode());
    }

    private List<JsonObject> take() {
        List<JsonObject> items = new ArrayList<>();
        while (!waiting.isEmpty() && items.size() < MAX_ITEMS_PER_MESSAGE) {
            items.add(waiting.remove());
        }
        return items;
    }

    private void received(WebSocket from, String text) {
        if (from != socket || state != State.WAITING) {
            return;
        }
        JsonObject frame = new JsonObject(text);
        if ("acks".equals(frame.getString("type"))) {
            answered(frame.getJsonArray("items"));
        } else if ("error".equals(frame.getString("type"))) {
            answered(new JsonArray().add(frame));
        }
    }

    private void answered(JsonArray answers) {
        vertx.cancelTimer(ackTimer);
        List<JsonObject> errors = answers.stream()
                .map(JsonObject.class::cast)
                .filter(answer -> "error".equals(answer.getString("type")))
                .toList();
        if (errors.stream().anyMatch(error -> error.getBoolean("retryable"))) {
            sendAgainLater();
            return;
        }
        errors.forEach(this::refused);
        if (state == State.ENDED) {
            return;
        }
        backoff.succeeded();
        sent = List.of();
        state = State.READY;
        if (isIdle()) {
            Promise<Void> done = acked;
            acked = Promise.promise();
            done.complete();
        }
        send();
    }

    /** All of the message: what is stored is recognised. */
    private void sendAgainLater() {
        WebSocket open = socket;
        vertx.setTimer(backoff.pause(), due -> {
            if (state == State.WAITING && socket == open) {
                state = State.READY;
                send();
            }
        });
    }

    private void refused(JsonObject error) {
        metrics.refused();
        if ("unknown_game".equals(error.getString("code"))) {
            listener.gameIsGone();
        } else {
            LOG.warnf(
                    "event=demo_item_refused code=%s detail=\"%s\"",
                    error.getString("code"), error.getString("detail"));
        }
    }
}
