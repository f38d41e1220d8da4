package dev.crashanalytics.ingest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;

/** Puts the frames of one client together to messages. Control frames, which may come between them, are no part. */
final class MessageAssembler {

    private Buffer parts;
    private boolean isBinary;

    /**
     * A whole message.
     *
     * @param text what it says; of no use where it is binary
     * @param bytes its size as it was sent
     */
    record Message(boolean isBinary, String text, int bytes) {}

    /** Whether a frame is one of a ping, a pong or a close, which Vert.x has answered already. */
    static boolean isControl(WebSocketFrame frame) {
        return frame.isClose() || frame.isPing() || frame.type() == WebSocketFrameType.PONG;
    }

    /** The size of the message so far, if this frame is added. */
    int sizeWith(WebSocketFrame frame) {
        return frame.binaryData().length() + (parts == null ? 0 : parts.length());
    }

    /** Adds a frame; answers the message that it completes, or null. */
    Message add(WebSocketFrame frame) {
        int size = sizeWith(frame);
        if (!frame.isContinuation()) {
            isBinary = frame.isBinary();
            parts = null;
        }
        if (parts == null && frame.isFinal()) {
            return new Message(isBinary, frame.textData(), size);
        }
        parts = parts == null ? Buffer.buffer() : parts;
        parts.appendBuffer(frame.binaryData());
        if (!frame.isFinal()) {
            return null;
        }
        Message whole = new Message(isBinary, parts.toString(), size);
        parts = null;
        return whole;
    }
}
