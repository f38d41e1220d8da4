package dev.crashanalytics.live;

import dev.crashanalytics.wire.CloseCode;
import io.vertx.core.Future;

/** The way to one client, WebSocket or event stream. Used on the client's event loop alone. */
interface Outlet {

    /** Frames that may be under way at a time. */
    int window();

    /** Sends a frame; completes, on any thread, when the transport has taken it and will take another. */
    Future<Void> send(Frame frame, String epoch);

    /** Asks for a sign of life, behind what was sent before; it brings the mark back. */
    void ping(long mark);

    /** Whether the transport has such signs: silence then means that the client is gone. */
    boolean answersPings();

    /** Ends the connection; completes when the client has been told, or cannot be. */
    Future<Void> close(CloseCode code);

    /** Breaks off a connection that does not end. */
    void abort();
}
