package dev.crashanalytics.demo;

import dev.crashanalytics.maintenance.DemoBots;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The demo bots of this server: starts them once it listens, one after another, and stops them. All of them share one event
 * loop, on which everything here but the two entries runs.
 */
@ApplicationScoped
class DemoFleet implements DemoBots {

    private static final Logger LOG = Logger.getLogger(DemoFleet.class);

    private static final BigDecimal EDGE_PERCENT = new BigDecimal("3.5");

    /** Over an hour of games: a session ends while somebody may still be looking. */
    private static final int GAMES_PER_SESSION = 500;

    /** The bots begin spread over this time, at pace 1. */
    private static final double SPREAD_SECONDS = 10;

    private static final int SEED_BYTES = 32;

    private static final long STOP_LIMIT_MILLIS = 2_000;

    private final Vertx vertx;
    private final DemoConfig config;
    private final DemoMetrics metrics;
    private final Optional<String> token;
    private final SecureRandom random = new SecureRandom();
    private final List<DemoBot> bots = new ArrayList<>();
    private final Backoff backoff = new Backoff();
    private final Context context;
    private boolean stopped;
    private CrashPoints points;
    private OwnServer server;
    private String serverName;
    private DemoSetup setup;
    private WebSocketClient streams;

    DemoFleet(
            Vertx vertx,
            DemoConfig config,
            DemoMetrics metrics,
            @ConfigProperty(name = "crash.auth.token") Optional<String> token) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
        this.token = token;
        this.context = vertx.getOrCreateContext();
    }

    /** On a worker thread, once for each port the server listens on. */
    void serverListens(@ObservesAsync HttpServerStart started) {
        HttpServerOptions listening = started.options();
        if (config.bots() > 0 && !listening.isSsl()) {
            String name = machine() + "-" + listening.getPort();
            OwnServer own = new OwnServer(listening.getHost(), listening.getPort(), token);
            context.runOnContext(ready -> start(own, name));
        }
    }

    @Override
    public Uni<Void> stop() {
        return Uni.createFrom().completionStage(() -> {
            Promise<Void> ended = Promise.promise();
            context.runOnContext(ready -> stopAll().onComplete(ended));
            return ended.future().toCompletionStage();
        });
    }

    private void start(OwnServer own, String name) {
        if (stopped || server != null) {
            return;
        }
        server = own;
        serverName = name;
        points = new CrashPoints(hex(), EDGE_PERCENT);
        HttpClient calls = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1));
        streams = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(config.bots()));
        setup = new DemoSetup(calls, own, points);
        LOG.infof(
                "event=demo_started bots=%d pace=%s game=%s platform=%s house_edge_percent=%s salt=%s",
                config.bots(), config.pace(), GAME, PLATFORM, EDGE_PERCENT, points.salt());
        prepare(setup::platform, () -> add(1));
    }

    /** Adds the bots from this number on, each a moment after the one before. */
    private void add(int number) {
        if (stopped || number > config.bots()) {
            setup.end();
            return;
        }
        Strategy strategy = Strategy.all().get((number - 1) % Strategy.all().size());
        String botId = strategy.name() + "-" + number;
        String prefix = botId + "-" + serverName + "-";
        prepare(
                () -> setup.bot(botId, serverName, strategy)
                        .compose(registered -> setup.leftOpen(botId, prefix))
                        .onSuccess(left -> play(botId, prefix, strategy, left))
                        .mapEmpty(),
                () -> vertx.setTimer(stagger(), due -> add(number + 1)));
    }

    private void play(String botId, String prefix, Strategy strategy, List<String> leftOpen) {
        if (stopped) {
            return;
        }
        DemoStream stream = new DemoStream(vertx, streams, server, metrics, this::gameIsGone);
        DemoBot bot = new DemoBot(
                vertx,
                botId,
                config.pace(),
                () -> new DemoSession(botId, prefix, strategy, HashChain.endingIn(hex(), GAMES_PER_SESSION), points),
                stream,
                metrics);
        bots.add(bot);
        bot.play(leftOpen);
    }

    /** Does a step of the preparation, until it succeeds, then what follows. */
    private void prepare(Supplier<Future<Void>> step, Runnable next) {
        step.get()
                .onSuccess(done -> {
                    backoff.succeeded();
                    next.run();
                })
                .onFailure(failure -> {
                    LOG.warnf("event=demo_waits reason=\"%s\"", failure.getMessage());
                    if (!stopped) {
                        vertx.setTimer(backoff.pause(), due -> prepare(step, next));
                    }
                });
    }

    private Future<Void> stopAll() {
        stopped = true;
        Promise<Void> ended = Promise.promise();
        long limit = vertx.setTimer(STOP_LIMIT_MILLIS, due -> {
            bots.forEach(DemoBot::abandon);
            ended.tryComplete();
        });
        Future.join(bots.stream().map(DemoBot::stop).toList()).onComplete(all -> {
            vertx.cancelTimer(limit);
            ended.tryComplete();
        });
        return ended.future();
    }

    private void gameIsGone() {
        if (!stopped) {
            stopped = true;
            LOG.infof("event=demo_ended reason=\"its game was removed; a restart begins it anew\"");
        }
        bots.forEach(DemoBot::abandon);
    }

    private long stagger() {
        return Math.max(1, Math.round(SPREAD_SECONDS / config.pace() / config.bots() * TimeUnit.SECONDS.toMillis(1)));
    }

    private String hex() {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return HexFormat.of().formatHex(seed);
    }

    /** Short enough to be part of a session id. */
    private static String machine() {
        try {
            String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            String plain = name.replaceAll("[^a-z0-9]+", "-");
            return plain.substring(0, Math.min(plain.length(), 40));
        } catch (UnknownHostException e) {
            return "server";
        }
    }
}
