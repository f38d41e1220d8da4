package dev.crashanalytics.ingest;

import dev.crashanalytics.store.PgIngestConnections;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * The one way into the store, for REST and WebSocket alike: a few lanes, each with the bots whose ids fall to it, so that
 * the entries of a bot keep their order and two lanes never wait for the same session.
 */
@Startup
@ApplicationScoped
public class Pipeline {

    private final List<Lane> lanes = new ArrayList<>();

    Pipeline(Vertx vertx, PgIngestConnections connections, IngestConfig config, IngestMetrics metrics) {
        for (int i = 0; i < config.lanes(); i++) {
            lanes.add(new Lane(vertx, ((VertxInternal) vertx).createEventLoopContext(), connections, config, metrics));
        }
        metrics.gauge(
                "crash.ingest.queue.items",
                "Entries taken and not yet answered",
                () -> lanes.stream().mapToInt(lane -> lane.queue().items()).sum());
        metrics.gauge(
                "crash.ingest.queue.bytes",
                "Their size as JSON",
                () -> lanes.stream().mapToLong(lane -> lane.queue().bytes()).sum());
    }

    /** Takes an entry; it is answered once its transaction has ended. Whoever finds the lane full after it, must pause. */
    void submit(Submission submission) {
        lane(submission.entry().botId()).submit(submission);
    }

    /** The queue an entry of this bot waits in. */
    LaneQueue queue(String botId) {
        return lane(botId).queue();
    }

    /** Whether everything taken has been answered. */
    boolean isIdle() {
        return lanes.stream().allMatch(Lane::isIdle);
    }

    /** Gives the database connections back. */
    Future<Void> close() {
        return Future.join(lanes.stream().map(Lane::close).toList()).mapEmpty();
    }

    private Lane lane(String botId) {
        // The upper half of the hash is mixed in: ids often differ in their last digits only.
        int hash = botId.hashCode() * 0x9E3779B9;
        return lanes.get((hash >>> 16) % lanes.size());
    }
}
