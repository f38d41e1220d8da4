package dev.crashanalytics.export;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One running export. The next block is fetched only while the socket's write queue has room, so an export takes the
 * same memory at any size, and a client that does not read stops its own cursor and nothing else. Lives on the request's
 * event loop.
 *
 * <pre>
 *   start()        cursor open: head sent       queue full
 *   OPENING ------------------------> READING ---------------> WAITING
 *      |                               |  ^                       |
 *      | refused: a problem            |  +-----------------------+ drained
 *      v                               v last row: count, end     v not drained in time
 *    ENDED                           ENDED                      ENDED, connection reset
 * </pre>
 *
 * A client that goes away ends it in any state; a database that fails does so with a problem before the head is sent, and
 * by resetting the connection after.
 */
final class Export {

    private static final Logger LOG = Logger.getLogger(Export.class);

    private static final String ROW_COUNT = "X-Row-Count";

    /** Bytes that may wait for the socket before no more is fetched. */
    private static final int WRITE_QUEUE_BYTES = 256 << 10;

    private enum State {
        OPENING,
        READING,
        WAITING,
        ENDED
    }

    private final Vertx vertx;
    private final Context context;
    private final RoutingContext routing;
    private final HttpServerResponse response;
    private final ExportRequest request;
    private final ExportConfig config;
    private final ExportMetrics metrics;
    private final RowEncoder encoder;
    private final Promise<Void> released = Promise.promise();
    private State state = State.OPENING;
    private PgExportCursor cursor;
    private long rows;
    private long stallTimer;

    Export(Vertx vertx, RoutingContext routing, ExportRequest request, ExportConfig config, ExportMetrics metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.routing = routing;
        this.response = routing.response();
        this.request = request;
        this.config = config;
        this.metrics = metrics;
        this.encoder = new RowEncoder(request.format(), request.dataset().columns());
    }

    /**
     * Runs it.
     *
     * @param exports where the rows come from
     * @return completes, whatever became of it, when it holds no database connection any more
     */
    Future<Void> start(PgExports exports) {
        response.exceptionHandler(gone -> abort(AbortReason.CLIENT_GONE, gone));
        response.closeHandler(gone -> abort(AbortReason.CLIENT_GONE, null));
        response.drainHandler(free -> readOn());
        response.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        exports.open(request).onSuccess(this::opened).onFailure(this::refused);
        return released.future();
    }

    private void opened(PgExportCursor opened) {
        cursor = opened;
        if (state == State.ENDED) {
            release();
            return;
        }
        state = State.READING;
        response.setChunked(true)
                .putHeader("Content-Type", request.format().contentType())
                .putHeader("Content-Disposition", Attachment.named(request.fileName()))
                .putHeader("Trailer", ROW_COUNT);
        encoder.begin();
        write();
        read();
    }

    private void refused(Throwable failure) {
        released.complete();
        if (state != State.ENDED) {
            state = State.ENDED;
            routing.fail(failure);
        }
    }

    private void read() {
        Promise<List<Object[]>> read = Promise.promise();
        // As a task of its own: an answer that is there at once would else overtake the block that is being handled.
        cursor.read().onComplete(block -> context.runOnContext(next -> read.handle(block)));
        read.future()
                .map(block -> {
                    onBlock(block);
                    return block;
                })
                .onFailure(failure -> abort(AbortReason.READ_FAILED, failure));
    }

    private void onBlock(List<Object[]> block) {
        if (state == State.ENDED) {
            return;
        }
        boolean last = !cursor.hasMore();
        boolean room = !response.writeQueueFull();
        if (!last && room) {
            // PostgreSQL works on the next block while this one is written.
            read();
        }
        block.forEach(encoder::row);
        rows += block.size();
        metrics.rows(request.dataset(), block.size());
        if (last) {
            finish();
            return;
        }
        write();
        if (!room) {
            waitForRoom();
        }
    }

    private void waitForRoom() {
        state = State.WAITING;
        stallTimer =
                vertx.setTimer(config.stalledTimeout().toMillis(), stalled -> abort(AbortReason.CLIENT_STALLED, null));
        if (!response.writeQueueFull()) {
            readOn();
        }
    }

    private void readOn() {
        if (state == State.WAITING) {
            vertx.cancelTimer(stallTimer);
            state = State.READING;
            read();
        }
    }

    /** Nothing of the database is held any more when the client sees the end. */
    private void finish() {
        state = State.ENDED;
        encoder.end();
        Buffer rest = Buffer.buffer(encoder.take());
        release().onComplete(closed -> {
            if (!response.closed()) {
                response.putTrailer(ROW_COUNT, Long.toString(rows)).end(rest);
            }
        });
    }

    private void abort(AbortReason reason, Throwable cause) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        vertx.cancelTimer(stallTimer);
        metrics.aborted(reason);
        LOG.logf(
                reason == AbortReason.READ_FAILED ? Logger.Level.WARN : Logger.Level.INFO,
                "event=export_aborted dataset=%s reason=%s rows=%d cause=\"%s\"",
                request.dataset().label(),
                reason,
                rows,
                cause == null ? "" : cause.getMessage());
        if (cursor != null) {
            release();
        }
        if (reason != AbortReason.CLIENT_GONE) {
            reset();
        }
    }

    private Future<Void> release() {
        return cursor.close().onComplete(released);
    }

    private void write() {
        byte[] bytes = encoder.take();
        if (bytes.length > 0) {
            response.write(Buffer.buffer(bytes));
        }
    }

    /**
     * Breaks the connection, so that nobody can take a part of the file for the whole. A close in good order would wait for
     * what is queued to be sent, for ever where the client does not read; and to a client of HTTP/1.0 it is the end of the
     * file.
     */
    private void reset() {
        if (routing.request().version() == HttpVersion.HTTP_2) {
            response.reset();
            return;
        }
        Channel channel = ((ConnectionBase) routing.request().connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}
