package dev.crashanalytics.ingest;

import dev.crashanalytics.store.PgIngestConnections;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one way into the store, for REST and WebSocket alike: a few lanes, each with bots of its own, so that the entries of a
 * bot keep their order and two lanes never wait for the same session.
 *
 * <p>A bot is at home on a lane of the event loop that its entries come in on, where there is one and it is idle: a bot that
 * sends one round at a time otherwise waits for the way to another loop and back. Else the hash of its id decides, which
 * spreads the bots of one upload. It never moves: what it sends is committed in the order sent.
 */
@Startup
@ApplicationScoped
public class Pipeline {

    /** Bots that come later have the lane of their hash. */
    static final int MAX_HOMES = 10_000;

    private final List<Lane> lanes = new ArrayList<>();
    private final Map<String, Lane> homes = new ConcurrentHashMap<>();

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
        Lane home = homes.get(botId);
        return home != null ? home : settle(botId);
    }

    /** What is decided here stays so: a home is never given up, and once there are too many no bot gets one any more. */
    private synchronized Lane settle(String botId) {
        if (homes.size() < MAX_HOMES) {
            homes.computeIfAbsent(botId, bot -> idleLaneOfCaller().orElseGet(() -> laneOfHash(bot)));
        }
        return homes.getOrDefault(botId, laneOfHash(botId));
    }

    private Optional<Lane> idleLaneOfCaller() {
        ContextInternal caller = ContextInternal.current();
        return caller == null
                ? Optional.empty()
                : lanes.stream()
                        .filter(lane -> lane.isOn(caller.nettyEventLoop()) && lane.isIdle())
                        .findFirst();
    }

    private Lane laneOfHash(String botId) {
        // The upper half of the hash is mixed in: ids often differ in their last digits only.
        int hash = botId.hashCode() * 0x9E3779B9;
        return lanes.get((hash >>> 16) % lanes.size());
    }
}
