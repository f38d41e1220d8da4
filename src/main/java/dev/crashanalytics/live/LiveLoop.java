package dev.crashanalytics.live;

import dev.crashanalytics.wire.CloseCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The live clients of one event loop, and the channels they have subscribed to. Everything here, and everything of its
 * clients, is touched on that event loop alone: nothing is locked.
 */
final class LiveLoop {

    private static final Logger LOG = Logger.getLogger(LiveLoop.class);

    private static final long MIN_TICK_MILLIS = 20;
    private static final long MAX_TICK_MILLIS = 1_000;

    private final ContextInternal context;
    private final LiveLoops loops;
    private final LiveConfig config;
    private final LiveMetrics metrics;
    private final PgStoredFeed stored;
    private final ReadSlots slots;
    private final Set<LiveClient> clients = new LinkedHashSet<>();
    private final Map<Topic, Channel> channels = new HashMap<>();
    private final Map<Route, List<Channel>> routes = new HashMap<>();

    LiveLoop(
            Vertx vertx,
            ContextInternal context,
            LiveLoops loops,
            LiveConfig config,
            LiveMetrics metrics,
            PgStoredFeed stored,
            ReadSlots slots) {
        this.context = context;
        this.loops = loops;
        this.config = config;
        this.metrics = metrics;
        this.stored = stored;
        this.slots = slots;
        vertx.setPeriodic(tickMillis(config), due -> run(this::tick));
    }

    /** What of an event its channels are found by. */
    private record Route(Topic.Kind kind, String id, String sessionId) {

        static Route of(Topic topic) {
            return switch (topic.kind()) {
                case ALL -> ALL;
                case GAME -> new Route(Topic.Kind.GAME, topic.gameName(), null);
                case BOT -> new Route(Topic.Kind.BOT, topic.botId(), null);
                case SESSION -> new Route(Topic.Kind.SESSION, topic.botId(), topic.sessionId());
            };
        }

        private static final Route ALL = new Route(Topic.Kind.ALL, null, null);
    }

    /** Runs something here: at once where this is the event loop already. */
    void run(Runnable work) {
        if (context.inThread()) {
            work.run();
        } else {
            context.runOnContext(here -> work.run());
        }
    }

    ReadSlots slots() {
        return slots;
    }

    PgStoredFeed stored() {
        return stored;
    }

    /** The epoch of the last batch. */
    String epoch() {
        return loops.last().epoch();
    }

    /** The last offset that was published. */
    long head() {
        return loops.last().head();
    }

    LiveClient connect(Outlet outlet) {
        LiveClient client = new LiveClient(this, outlet, config, metrics);
        clients.add(client);
        return client;
    }

    void remove(LiveClient client) {
        if (clients.remove(client)) {
            metrics.disconnected();
        }
    }

    /** The channel of a topic, made by its first subscriber. */
    Channel channel(Topic topic) {
        return channels.computeIfAbsent(topic, wanted -> {
            Channel channel = new Channel(
                    wanted,
                    loops.register(wanted),
                    config.buffer(),
                    loops.retained(),
                    config.bufferBytes().asLongValue());
            routes.computeIfAbsent(Route.of(wanted), route -> new ArrayList<>()).add(channel);
            return channel;
        });
    }

    /** A subscription has ended; with the last one its channel does. */
    void leave(Subscription subscription) {
        Channel channel = subscription.channel();
        if (!channel.subscriptions().remove(subscription)
                || !channel.subscriptions().isEmpty()) {
            return;
        }
        Topic topic = channel.topic();
        channels.remove(topic);
        routes.computeIfPresent(Route.of(topic), (route, all) -> {
            all.remove(channel);
            return all.isEmpty() ? null : all;
        });
        channel.close();
        loops.release(topic);
    }

    /** Takes what has been published. */
    void publish(FeedBatch batch) {
        Set<Channel> touched = new LinkedHashSet<>();
        for (Channel channel : channels.values()) {
            if (channel.cover(batch)) {
                touched.add(channel);
            }
        }
        for (FeedEvent event : batch.events()) {
            append(event, Route.ALL, touched);
            append(event, new Route(Topic.Kind.BOT, event.botId(), null), touched);
            if (event.sessionId() != null) {
                append(event, new Route(Topic.Kind.SESSION, event.botId(), event.sessionId()), touched);
            }
            if (event.gameName() != null) {
                append(event, new Route(Topic.Kind.GAME, event.gameName(), null), touched);
            }
        }
        touched.forEach(LiveLoop::wake);
    }

    /** Tells every client to come back; completes when they have been told. */
    Future<Void> closeClients() {
        List<Future<Void>> told = new ArrayList<>();
        List.copyOf(clients).forEach(client -> told.add(client.close(CloseCode.RESTARTING)));
        return Future.join(told).mapEmpty();
    }

    private void append(FeedEvent event, Route route, Set<Channel> touched) {
        for (Channel channel : routes.getOrDefault(route, List.of())) {
            if (channel.isCovered()) {
                channel.append(event);
                touched.add(channel);
            }
        }
    }

    private static void wake(Channel channel) {
        // A client that cannot be written to any more leaves while it is woken.
        List.copyOf(channel.subscriptions()).forEach(subscription -> pump(subscription.client()));
        channel.trim();
    }

    /** A bug with one client must not keep what is published from the others. */
    private static void pump(LiveClient client) {
        try {
            client.pump();
        } catch (RuntimeException bug) {
            LOG.error("event=live_client_failure", bug);
            client.close(CloseCode.INTERNAL_ERROR);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        List.copyOf(clients).forEach(client -> client.tick(now));
        channels.values().forEach(Channel::trim);
    }

    private static long tickMillis(LiveConfig config) {
        long shortest = Math.min(
                config.heartbeatInterval().toMillis(),
                Math.min(
                        config.stalledTimeout().toMillis(), config.idleTimeout().toMillis()));
        return Math.max(MIN_TICK_MILLIS, Math.min(MAX_TICK_MILLIS, shortest / 4));
    }
}
