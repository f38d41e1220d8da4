package dev.crashanalytics.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.crashanalytics.store.PgIngestConnections;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one way into the store, for REST and WebSocket alike: a few lanes, each with bots of its own, so that the entries of a
 * bot keep their order and two lanes never wait for the same session.
 *
 * <p>A bot is at home on a lane of the event loop that its entries come in on, where there is one and it is idle: a bot that
 * sends one round at a time otherwise waits for the way to another loop and back. Else the hash of its id decides, which
 * spreads the bots of one upload. It stays there while it sends; should it move while something of it waits, its two lanes
 * meet at the lock of its session, like two servers.
 */
@Startup
@ApplicationScoped
public class Pipeline {

    /** Bots beyond it have the lane of their hash. None is dropped for another: it may have entries that wait. */
    private static final int MAX_HOMES = 10_000;

    private static final Duration HOME_KEPT = Duration.ofMinutes(1);

    private final List<Lane> lanes = new ArrayList<>();
    private final Cache<String, Lane> homes = Caffeine.newBuilder()
            .expireAfterAccess(HOME_KEPT)
            // What has expired is dropped in passing, not by threads of the common pool.
            .executor(Runnable::run)
            .build();

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
        Lane home = homes.getIfPresent(botId);
        if (home != null) {
            return home;
        }
        return homes.estimatedSize() < MAX_HOMES
                ? homes.get(botId, bot -> idleLaneOfCaller().orElseGet(() -> laneOfHash(bot)))
                : laneOfHash(botId);
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
