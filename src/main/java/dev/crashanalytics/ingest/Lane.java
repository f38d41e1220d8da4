package dev.crashanalytics.ingest;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.store.PgIngestConnection;
import dev.crashanalytics.store.PgIngestConnections;
import dev.crashanalytics.store.Receipt;
import dev.crashanalytics.store.StoreFailure;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * A group committer: stores the entries of its bots in their order, as many in one transaction as wait when the one before
 * has committed. Entries are answered after COMMIT, never before. Lives on one event loop; {@link #submit} may be called
 * from any thread.
 *
 * <pre>
 *            submit                     entries wait             committed
 *   IDLE ------------> COMMITTING  <-------------------------------+
 *    ^                     |                                       |
 *    |  nothing waits      | database away: try again until the entries are too old,
 *    +---------------------+ a value refused: halve the batch until the entry is found
 * </pre>
 */
final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    /** Contention ends by itself; where it does not, something else is wrong. */
    private static final int MAX_CONTENTION = 20;

    private static final long RECONNECT_MILLIS = 100;

    private final Vertx vertx;
    private final Context context;
    private final PgIngestConnections connections;
    private final IngestConfig config;
    private final IngestMetrics metrics;
    private final LaneQueue queue;
    private final AtomicBoolean working = new AtomicBoolean();

    private PgIngestConnection connection;
    private boolean wasBusy;

    Lane(Vertx vertx, Context context, PgIngestConnections connections, IngestConfig config, IngestMetrics metrics) {
        this.vertx = vertx;
        this.context = context;
        this.connections = connections;
        this.config = config;
        this.metrics = metrics;
        this.queue =
                new LaneQueue(config.queueMaxItems(), config.queueMaxBytes().asLongValue());
    }

    LaneQueue queue() {
        return queue;
    }

    /** Whether it lives on this event loop. */
    boolean isOn(EventLoop loop) {
        return ((ContextInternal) context).nettyEventLoop() == loop;
    }

    boolean isIdle() {
        return !working.get() && queue.isEmpty();
    }

    void submit(Submission submission) {
        queue.add(submission);
        if (working.compareAndSet(false, true)) {
            context.runOnContext(started -> work());
        }
    }

    /** Gives the connection back. */
    Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(onLane ->
                (connection == null ? Future.<Void>succeededFuture() : connection.close()).onComplete(closed));
        return closed.future();
    }

    private void work() {
        List<Submission> batch =
                queue.take(config.batchMaxItems(), config.batchMaxBytes().asLongValue());
        if (batch.isEmpty()) {
            rest();
            return;
        }
        wasBusy = batch.size() > 1;
        commit(batch).onComplete(ended -> {
            if (ended.failed()) {
                // Every failure is answered where it happens; this one is a bug, and the lane must live.
                LOG.error("event=lane_failure", ended.cause());
                refuse(batch, ProblemCode.INTERNAL_ERROR, "the server failed; nothing is known to be stored");
            }
            continueOrWait();
        });
    }

    /** A busy lane gives the next transaction a moment to fill; nothing waits that came alone. */
    private void continueOrWait() {
        boolean fillsByItself = queue.items() >= config.batchMaxItems() / 10;
        if (wasBusy
                && !queue.isEmpty()
                && !fillsByItself
                && config.batchMaxWait().toMillis() > 0) {
            vertx.setTimer(config.batchMaxWait().toMillis(), waited -> work());
        } else {
            work();
        }
    }

    private void rest() {
        working.set(false);
        // An entry may have come between the empty look and the line above.
        if (!queue.isEmpty() && working.compareAndSet(false, true)) {
            work();
        }
    }

    /** Commits a batch, whatever it takes; completes when every entry of it has been answered. */
    private Future<Void> commit(List<Submission> batch) {
        return attempt(batch, 0);
    }

    private Future<Void> attempt(List<Submission> batch, int contentions) {
        List<Entry> entries = new ArrayList<>(batch.size());
        batch.forEach(submission -> entries.add(submission.entry()));
        long start = System.nanoTime();
        return connected()
                .compose(open -> open.store(entries))
                .compose(receipts -> {
                    metrics.committed(batch.size(), System.nanoTime() - start);
                    answer(batch, receipts);
                    return Future.<Void>succeededFuture();
                })
                .recover(failure -> PgIngestConnection.isInDoubt(failure)
                        ? settle(batch, failure)
                        : recover(batch, StoreFailure.of(failure), contentions));
    }

    private Future<Void> recover(List<Submission> batch, StoreFailure failure, int contentions) {
        metrics.failed(failure.kind());
        LOG.debugf(failure, "event=commit_failed kind=%s items=%d", failure.kind(), batch.size());
        return switch (failure.kind()) {
            case CONTENTION -> contentions < MAX_CONTENTION ? attempt(batch, contentions + 1) : isolate(batch, failure);
            case UNAVAILABLE -> waitForDatabase(batch, failure);
            case BAD_DATA, UNEXPECTED -> isolate(batch, failure);
        };
    }

    /** The one entry the database refuses is found by halving, so that its neighbours are stored. */
    private Future<Void> isolate(List<Submission> batch, StoreFailure failure) {
        if (batch.size() == 1) {
            LOG.errorf(failure, "event=entry_refused kind=%s", failure.kind());
            if (failure.kind() == StoreFailure.Kind.BAD_DATA) {
                refuse(batch, ProblemCode.INVALID, "the database refuses a value of this entry");
            } else {
                refuse(batch, ProblemCode.INTERNAL_ERROR, "the server failed to store this entry");
            }
            return Future.succeededFuture();
        }
        int half = batch.size() / 2;
        return commit(batch.subList(0, half)).compose(done -> commit(batch.subList(half, batch.size())));
    }

    private Future<Void> waitForDatabase(List<Submission> batch, StoreFailure failure) {
        disconnect();
        List<Submission> remaining = refuseOverdue(batch);
        if (remaining.isEmpty()) {
            LOG.warnf("event=database_unavailable refused=%d reason=\"%s\"", batch.size(), failure.getMessage());
            return Future.succeededFuture();
        }
        return pause().compose(waited -> attempt(remaining, 0));
    }

    private Future<Void> settle(List<Submission> batch, Throwable doubt) {
        LOG.infof("event=commit_in_doubt items=%d reason=\"%s\"", batch.size(), doubt.getMessage());
        disconnect();
        return pause().compose(waited -> connected())
                .compose(open -> open.settle(doubt))
                .transform(settled -> {
                    if (settled.succeeded()) {
                        Optional<List<Receipt>> receipts = settled.result();
                        receipts.ifPresent(known -> answer(batch, known));
                        return receipts.isPresent() ? Future.succeededFuture() : attempt(batch, 0);
                    }
                    metrics.failed(StoreFailure.of(settled.cause()).kind());
                    List<Submission> remaining = refuseOverdue(batch);
                    return remaining.size() == batch.size() ? settle(batch, doubt) : refuseAll(remaining);
                });
    }

    private Future<Void> refuseAll(List<Submission> batch) {
        refuse(batch, ProblemCode.DATABASE_UNAVAILABLE, "the database went away during the commit; send it again");
        return Future.succeededFuture();
    }

    private List<Submission> refuseOverdue(List<Submission> batch) {
        long limit = config.retryTimeout().toNanos();
        List<Submission> overdue = new ArrayList<>();
        List<Submission> remaining = new ArrayList<>();
        batch.forEach(submission -> (submission.isOlderThan(limit) ? overdue : remaining).add(submission));
        if (!overdue.isEmpty()) {
            refuse(overdue, ProblemCode.DATABASE_UNAVAILABLE, "the database is away; send it again later");
        }
        return remaining;
    }

    private Future<PgIngestConnection> connected() {
        if (connection != null && connection.isOpen()) {
            return Future.succeededFuture(connection);
        }
        return connections.open().onSuccess(open -> connection = open);
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private Future<Void> pause() {
        Promise<Void> waited = Promise.promise();
        vertx.setTimer(RECONNECT_MILLIS, timer -> waited.complete());
        return waited.future();
    }

    private void answer(List<Submission> batch, List<Receipt> receipts) {
        queue.release(batch);
        long now = System.nanoTime();
        for (int i = 0; i < batch.size(); i++) {
            Submission submission = batch.get(i);
            metrics.answered(submission.entry(), receipts.get(i), now - submission.submittedAt());
            submission.answer().accept(receipts.get(i));
        }
    }

    private void refuse(List<Submission> batch, ProblemCode code, String detail) {
        Receipt refused = new Receipt.Refused(new Refusal(code, detail));
        answer(batch, java.util.Collections.nCopies(batch.size(), refused));
    }
}
