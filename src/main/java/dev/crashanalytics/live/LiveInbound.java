package dev.crashanalytics.live;

import dev.crashanalytics.wire.CloseCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.util.function.Consumer;

/**
 * Bounds what a live client can make the server keep by sending. The server's own limits are those of the ingest stream, which
 * takes far larger messages, and hold for all WebSockets.
 *
 * <p>A message above the limit is refused at the frame that exceeds it, whose data is not read. While the client does not
 * read, its pings wait, the newest of them only: that is the one that RFC 6455, 5.5.3, wants to be answered.
 */
final class LiveInbound extends ChannelInboundHandlerAdapter {

    private final int maxMessageBytes;
    private final Consumer<CloseCode> refusal;
    private int messageBytes;
    private boolean refused;
    private PingWebSocketFrame unanswered;

    private LiveInbound(int maxMessageBytes, Consumer<CloseCode> refusal) {
        this.maxMessageBytes = maxMessageBytes;
        this.refusal = refusal;
    }

    /**
     * Sets the limit of a WebSocket that has just been opened.
     *
     * @param refusal closes it, on its event loop: nothing of what follows is read
     */
    static void limit(HttpConnection transport, int maxMessageBytes, Consumer<CloseCode> refusal) {
        ChannelPipeline pipeline = ((ConnectionBase) transport).channel().pipeline();
        ChannelHandlerContext server = pipeline.context(VertxHandler.class);
        if (server == null || pipeline.context(WebSocket13FrameDecoder.class) == null) {
            // It has gone already.
            return;
        }
        pipeline.addBefore(server.name(), "live-inbound", new LiveInbound(maxMessageBytes, refusal));
        // As Vert.x makes it, but for the length.
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .allowExtensions(true)
                .closeOnProtocolViolation(false)
                .maxFramePayloadLength(maxMessageBytes)
                .build();
        pipeline.replace(WebSocket13FrameDecoder.class, "live-decoder", new WebSocket13FrameDecoder(config));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused && !(message instanceof CloseWebSocketFrame)) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof PingWebSocketFrame ping
                && !context.channel().isWritable()) {
            keep(ping);
        } else if (message instanceof WebSocketFrame frame && isTooMuch(frame)) {
            frame.release();
            exceptionCaught(
                    context,
                    new CorruptedWebSocketFrameException(
                            WebSocketCloseStatus.MESSAGE_TOO_BIG,
                            "a message is larger than " + maxMessageBytes + " bytes"));
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && unanswered != null) {
            // Not here, in the midst of a write.
            context.executor().execute(() -> letGo(context));
        }
        context.fireChannelWritabilityChanged();
    }

    private void letGo(ChannelHandlerContext context) {
        if (unanswered != null && context.channel().isWritable()) {
            PingWebSocketFrame ping = unanswered;
            unanswered = null;
            context.fireChannelRead(ping);
            // Vert.x flushes answers then.
            context.fireChannelReadComplete();
        }
    }

    /** Vert.x would end the connection at once, before the client can read why. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (!(failure instanceof CorruptedFrameException)) {
            context.fireExceptionCaught(failure);
        } else if (!refused) {
            refused = true;
            refusal.accept(LiveUpgrade.closeCode(failure));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        keep(null);
    }

    private void keep(PingWebSocketFrame ping) {
        ReferenceCountUtil.release(unanswered);
        unanswered = ping;
    }

    private boolean isTooMuch(WebSocketFrame frame) {
        // Control frames are small, and may stand between the frames of a message.
        if (!isData(frame)) {
            return false;
        }
        messageBytes += frame.content().readableBytes();
        boolean tooMuch = messageBytes > maxMessageBytes;
        if (frame.isFinalFragment()) {
            messageBytes = 0;
        }
        return tooMuch;
    }

    private static boolean isData(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame
                || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame;
    }
}
