package dev.crashanalytics.ingest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Puts the frames of one client together to messages. Control frames, which may come between them, are no part. */
final class MessageAssembler {

    /** What stands in a text for bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private Buffer parts;
    private boolean isBinary;

    /**
     * A whole message.
     *
     * @param text what it says; null where it is binary or no UTF-8
     * @param bytes its size as it was sent
     */
    record Message(String text, int bytes) {}

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
            return message(frame.binaryData(), size);
        }
        parts = parts == null ? Buffer.buffer() : parts;
        parts.appendBuffer(frame.binaryData());
        if (!frame.isFinal()) {
            return null;
        }
        Message whole = message(parts, size);
        parts = null;
        return whole;
    }

    private Message message(Buffer bytes, int size) {
        String text = isBinary ? null : bytes.toString(StandardCharsets.UTF_8);
        boolean isText = text != null && (text.indexOf(REPLACEMENT) < 0 || isUtf8(bytes));
        return new Message(isText ? text : null, size);
    }

    /** Whether nothing was replaced when the text was read: what a bot logs is stored as sent or not at all. */
    private static boolean isUtf8(Buffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
