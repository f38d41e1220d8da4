package dev.crashanalytics.live;

import dev.crashanalytics.wire.CloseCode;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps at hand what lies under a WebSocket: there is no other way to end one whose client does not read. */
@ApplicationScoped
public class LiveUpgrade implements HttpUpgradeCheck {

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        context.userData().put(LiveSocket.TRANSPORT, context.httpRequest().connection());
        return CheckResult.permitUpgrade();
    }

    /** What a failure of a socket is closed with. */
    static CloseCode closeCode(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted
                && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            return CloseCode.MESSAGE_TOO_LARGE;
        }
        if (failure instanceof CorruptedFrameException) {
            return CloseCode.PROTOCOL_VIOLATION;
        }
        // Vert.x has no type of its own for a message that grew too large frame by frame.
        return failure instanceof IllegalStateException ? CloseCode.MESSAGE_TOO_LARGE : CloseCode.INTERNAL_ERROR;
    }
}
