package dev.crashanalytics.live;

import dev.crashanalytics.wire.CloseCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** A WebSocket as the way to a client. */
final class SocketOutlet implements Outlet {

    /** Enough for the writes of one turn of the event loop to be flushed together. */
    private static final int WINDOW = 16;

    private final WebSocketConnection socket;
    private final HttpConnection transport;

    SocketOutlet(WebSocketConnection socket, HttpConnection transport) {
        this.socket = socket;
        this.transport = transport;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public Future<Void> send(Frame frame, String epoch) {
        return future(socket.sendText(frame.text()));
    }

    @Override
    public void ping(long mark) {
        if (socket.isOpen()) {
            future(socket.sendPing(Buffer.buffer().appendLong(mark)));
        }
    }

    @Override
    public boolean answersPings() {
        return true;
    }

    @Override
    public Future<Void> close(CloseCode code) {
        return socket.isOpen()
                ? future(socket.close(new CloseReason(code.code(), code.reason())))
                : Future.succeededFuture();
    }

    @Override
    public void abort() {
        breakOff(transport);
    }

    /** Whatever is orderly waits behind what the client does not read: only this ends such a connection. */
    static void breakOff(HttpConnection transport) {
        var channel = ((ConnectionBase) transport).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // Past Vert.x, which would flush first.
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    private static Future<Void> future(Uni<Void> sending) {
        Promise<Void> promise = Promise.promise();
        sending.subscribe().with(sent -> promise.complete(), promise::fail);
        return promise.future();
    }
}
