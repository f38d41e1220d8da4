package dev.crashanalytics.ingest;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.wire.ClientFrames;
import dev.crashanalytics.wire.ClientId;
import dev.crashanalytics.wire.CloseCode;
import dev.crashanalytics.wire.MalformedJsonException;
import dev.crashanalytics.wire.ServerFrame;
import dev.crashanalytics.wire.ServerFrames;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * One client of the ingest stream. Its answers leave in the order of its messages. Backpressure is TCP's: while there is a
 * reason not to read, the socket is not read, and that ends when the last reason does. Lives on the socket's event loop;
 * only answers come from other threads.
 *
 * <pre>
 *             a reason to pause                drain()
 *   READING ---------------------> PAUSED      (either) ----> DRAINING ---> CLOSED
 *      ^                              |                          answers sent: 1012
 *      +------------------------------+                a bug
 *            no reason is left                 (either) ----> FAILED -----> CLOSED
 *                                                                answers sent: 1011
 *                                         PEER_NOT_READING too long, or silent too long: CLOSED, 4408
 * </pre>
 */
final class StreamConnection {

    private static final Logger LOG = Logger.getLogger(StreamConnection.class);

    private final Vertx vertx;
    private final Context context;
    private final ServerWebSocket socket;
    private final Intake intake;
    private final IngestConfig config;
    private final IngestMetrics metrics;

    private final ArrayDeque<Reply> replies = new ArrayDeque<>();
    private final Set<PauseReason> pauses = EnumSet.noneOf(PauseReason.class);
    private final AtomicBoolean flushIsDue = new AtomicBoolean();
    private final Promise<Void> drained = Promise.promise();
    private final MessageAssembler messages = new MessageAssembler();
    private int itemsUnderWay;
    private long lastHeard = System.nanoTime();
    private long stallTimer;

    StreamConnection(Vertx vertx, ServerWebSocket socket, Intake intake, IngestConfig config, IngestMetrics metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.socket = socket;
        this.intake = intake;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Says hello and starts to read.
     *
     * @param whenClosed called once, when the socket is closed
     */
    void open(Runnable whenClosed) {
        long pings = vertx.setPeriodic(config.pingInterval().toMillis(), due -> checkPeer());
        socket.closeHandler(closed -> {
            vertx.cancelTimer(pings);
            vertx.cancelTimer(stallTimer);
            drained.tryComplete();
            whenClosed.run();
        });
        socket.exceptionHandler(
                failure -> close(isTooLarge(failure) ? CloseCode.MESSAGE_TOO_LARGE : CloseCode.PROTOCOL_VIOLATION));
        socket.pongHandler(pong -> lastHeard = System.nanoTime());
        socket.drainHandler(free -> peerReads());
        socket.frameHandler(this::onFrame);
        send(new ServerFrame.Hello((int) config.maxMessageBytes().asLongValue(), config.maxItemsPerMessage()));
    }

    boolean isPaused() {
        return !pauses.isEmpty();
    }

    /**
     * Stops reading, and completes when every message taken is answered and the client told to come back.
     *
     * @param limit after which it is told so without the answers that are missing
     */
    Future<Void> drain(Duration limit) {
        context.runOnContext(onSocket -> {
            pause(PauseReason.DRAINING);
            vertx.setTimer(limit.toMillis(), late -> close(CloseCode.RESTARTING));
            closeWhenAnswered();
        });
        return drained.future();
    }

    private void onFrame(WebSocketFrame frame) {
        lastHeard = System.nanoTime();
        if (MessageAssembler.isControl(frame) || isEnding()) {
            return;
        }
        int before = replies.size();
        try {
            read(frame);
        } catch (RuntimeException | Error bug) {
            // What it began may never be answered: that is for the client to send again.
            while (replies.size() > before) {
                replies.removeLast();
            }
            fail(bug);
        }
    }

    private void read(WebSocketFrame frame) {
        if (messages.sizeWith(frame) > config.maxMessageBytes().asLongValue()) {
            close(CloseCode.MESSAGE_TOO_LARGE);
            return;
        }
        MessageAssembler.Message message = messages.add(frame);
        if (message != null && message.text() == null) {
            refuseMessage(
                    new Refusal(ProblemCode.MALFORMED_JSON, "only text messages are read: JSON, encoded as UTF-8"));
        } else if (message != null) {
            onMessage(message.text(), message.bytes());
        }
    }

    /** Whether a frame was refused for its length, before any of it was read. */
    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof CorruptedWebSocketFrameException corrupted
                && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
    }

    private void onMessage(String text, int bytes) {
        ClientFrames.Message message;
        try {
            message = ClientFrames.readMessage(text, config.maxItemsPerMessage());
        } catch (MalformedJsonException e) {
            refuseMessage(new Refusal(ProblemCode.MALFORMED_JSON, e.getMessage()));
            return;
        }
        Reply reply = new Reply(message.isBatch(), message.frames().size(), this::scheduleFlush, this::earlierAnswers);
        replies.add(reply);
        itemsUnderWay += Math.max(1, reply.items());
        if (itemsUnderWay >= config.connectionMaxItems()) {
            pause(PauseReason.WINDOW_FULL);
        }
        if (reply.items() == 0) {
            scheduleFlush();
        }
        Future<LaneQueue> taken = intake.take(message.frames(), bytes, reply);
        if (taken.succeeded()) {
            waitForRoom(taken.result());
        } else {
            pause(PauseReason.RESOLVING);
            taken.onSuccess(full -> context.runOnContext(onSocket -> {
                        waitForRoom(full);
                        resume(PauseReason.RESOLVING);
                    }))
                    .onFailure(bug -> context.runOnContext(onSocket -> {
                        replies.remove(reply);
                        fail(bug);
                    }));
        }
    }

    /** Answers what was taken before, then tells the client to come back. */
    private void fail(Throwable bug) {
        if (pause(PauseReason.FAILED)) {
            LOG.error("event=stream_failure", bug);
        }
        closeWhenAnswered();
    }

    private void waitForRoom(LaneQueue full) {
        if (full != null) {
            pause(PauseReason.PIPELINE_FULL);
            full.whenRoom(() -> context.runOnContext(onSocket -> resume(PauseReason.PIPELINE_FULL)));
        }
    }

    private void refuseMessage(Refusal refusal) {
        Reply reply = new Reply(false, 1, this::scheduleFlush, this::earlierAnswers);
        replies.add(reply);
        itemsUnderWay++;
        metrics.refused(refusal.code());
        reply.answer(0, new ServerFrame.Error(ClientId.NONE, refusal));
    }

    /** Completes when every message before the newest is answered. */
    private Future<Void> earlierAnswers() {
        return Future.all(replies.stream()
                        .limit(replies.size() - 1L)
                        .map(Reply::whenComplete)
                        .toList())
                .mapEmpty();
    }

    /** Answers come by the hundreds from one commit: they are sent together. */
    private void scheduleFlush() {
        if (flushIsDue.compareAndSet(false, true)) {
            context.runOnContext(onSocket -> flush());
        }
    }

    private void flush() {
        flushIsDue.set(false);
        for (Reply next = replies.peek(); next != null && next.isComplete(); next = replies.peek()) {
            replies.remove();
            itemsUnderWay -= Math.max(1, next.items());
            if (!socket.isClosed()) {
                socket.writeTextMessage(next.text());
            }
        }
        if (itemsUnderWay <= config.connectionMaxItems() / 2) {
            resume(PauseReason.WINDOW_FULL);
        }
        if (!socket.isClosed() && socket.writeQueueFull()) {
            peerStopsReading();
        }
        closeWhenAnswered();
    }

    private void peerStopsReading() {
        if (pause(PauseReason.PEER_NOT_READING)) {
            stallTimer = vertx.setTimer(config.stalledTimeout().toMillis(), stalled -> close(CloseCode.TIMED_OUT));
        }
    }

    private void peerReads() {
        vertx.cancelTimer(stallTimer);
        resume(PauseReason.PEER_NOT_READING);
    }

    private boolean isEnding() {
        return pauses.contains(PauseReason.DRAINING) || pauses.contains(PauseReason.FAILED);
    }

    private void closeWhenAnswered() {
        if (isEnding() && replies.isEmpty()) {
            close(pauses.contains(PauseReason.FAILED) ? CloseCode.INTERNAL_ERROR : CloseCode.RESTARTING);
        }
    }

    private void checkPeer() {
        if (isPaused()) {
            // Its pongs are not read either.
            lastHeard = System.nanoTime();
        } else if (System.nanoTime() - lastHeard > config.idleTimeout().toNanos()) {
            close(CloseCode.TIMED_OUT);
        } else if (!socket.isClosed()) {
            socket.writePing(Buffer.buffer());
        }
    }

    private void close(CloseCode code) {
        // So from the first close on, not only once the client has answered it: no close is counted twice.
        if (socket.isClosed()) {
            return;
        }
        metrics.closed(code.code());
        socket.frameHandler(ignored -> {});
        // Whether the client answers the close frame is its own affair: a shutdown waits only until it is sent.
        socket.close(code.code(), code.reason()).onComplete(sent -> drained.tryComplete());
        // What the client still sends is read and dropped, so that it gets to see the close frame.
        socket.resume();
    }

    private boolean pause(PauseReason reason) {
        boolean added = pauses.add(reason);
        if (added) {
            metrics.paused(reason);
            socket.pause();
        }
        return added;
    }

    private void resume(PauseReason reason) {
        if (pauses.remove(reason) && pauses.isEmpty()) {
            lastHeard = System.nanoTime();
            socket.resume();
        }
    }

    private void send(ServerFrame frame) {
        socket.writeTextMessage(ServerFrames.write(frame));
    }
}
