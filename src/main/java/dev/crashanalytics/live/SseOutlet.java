package dev.crashanalytics.live;

import dev.crashanalytics.wire.CloseCode;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * An event stream as the way to a client. The HTTP layer asks for the next frame when it has written the last one: a frame
 * counts as taken from then on.
 */
final class SseOutlet implements Outlet {

    private final MultiEmitter<? super SentEvent> emitter;
    private final Runnable abort;
    private Promise<Void> taken;

    /**
     * A stream.
     *
     * @param emitter of it, which never has more than was asked for
     * @param abort breaks the connection
     */
    SseOutlet(MultiEmitter<? super SentEvent> emitter, Runnable abort) {
        this.emitter = emitter;
        this.abort = abort;
    }

    /**
     * A frame of a stream.
     *
     * @param id {@code epoch:offset}; null where the frame is no event
     */
    record SentEvent(String name, String id, String data) {}

    /** The HTTP layer asks for another frame. */
    void asked() {
        Promise<Void> waiting = taken;
        taken = null;
        if (waiting != null) {
            waiting.complete();
        }
    }

    /** None while the HTTP layer has not asked for any. */
    @Override
    public int window() {
        return emitter.requested() > 0 ? 1 : 0;
    }

    @Override
    public Future<Void> send(Frame frame, String epoch) {
        Promise<Void> promise = Promise.promise();
        taken = promise;
        emitter.emit(new SentEvent(frame.name(), frame.isEvent() ? epoch + ":" + frame.offset() : null, frame.text()));
        if (emitter.requested() > 0) {
            asked();
        }
        return promise.future();
    }

    @Override
    public void ping(long mark) {
        // The heartbeat is all there is.
    }

    @Override
    public boolean answersPings() {
        return false;
    }

    /** An event stream has no close codes: it ends, and clients come back by themselves. One that does not read is cut off. */
    @Override
    public Future<Void> close(CloseCode code) {
        if (code == CloseCode.TIMED_OUT) {
            abort.run();
        } else {
            emitter.complete();
        }
        return Future.succeededFuture();
    }

    @Override
    public void abort() {
        abort.run();
    }
}
