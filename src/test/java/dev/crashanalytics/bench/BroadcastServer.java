package dev.crashanalytics.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ceiling of live updates: a bare Vert.x WebSocket server that sends the same frames to all who have subscribed, {@code
 * burst} (1) a turn, as often as they take them, as soon as there are enough. {@code BroadcastServer port=8081 subscribers=1000
 * topic=x bytes=900}.
 * It has as many event loops as Quarkus has by default, one a core. It knows nothing: no feed, no topics, no positions.
 */
public final class BroadcastServer extends AbstractVerticle {

    private static final String SUBSCRIBED = "{\"type\":\"subscribed\"}";

    /** A write that nobody takes is tried again after so many milliseconds. */
    private static final long PAUSE_MILLIS = 1;

    private final Arguments arguments;
    private final AtomicInteger waiting;
    private final List<ServerWebSocket> sockets = new ArrayList<>();
    private final String[] frames;
    private long offset;

    private BroadcastServer(Arguments arguments, AtomicInteger waiting) {
        this.arguments = arguments;
        this.waiting = waiting;
        this.frames = new String[arguments.number("burst", 1)];
    }

    /** Runs until its standard input ends. */
    public static void main(String[] args) throws IOException {
        Arguments arguments = new Arguments(args);
        int eventLoops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops));
        AtomicInteger waiting = new AtomicInteger(arguments.number("subscribers", 1_000));
        vertx.deployVerticle(
                        () -> new BroadcastServer(arguments, waiting), new DeploymentOptions().setInstances(eventLoops))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        System.out.println("ready=1");
        while (System.in.read() >= 0) {
            // what it says does not matter
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer()
                .webSocketHandler(this::connected)
                .listen(arguments.port(), arguments.host())
                .<Void>mapEmpty()
                .onComplete(started);
        awaitAll();
    }

    private void connected(ServerWebSocket socket) {
        socket.closeHandler(closed -> sockets.remove(socket));
        socket.textMessageHandler(request -> {
            socket.writeTextMessage(SUBSCRIBED);
            sockets.add(socket);
            waiting.decrementAndGet();
        });
    }

    private void awaitAll() {
        if (waiting.get() > 0) {
            vertx.setTimer(PAUSE_MILLIS, waited -> awaitAll());
        } else {
            broadcast();
        }
    }

    private void broadcast() {
        for (int i = 0; i < frames.length; i++) {
            frames[i] = frame(++offset);
        }
        boolean written = false;
        for (ServerWebSocket socket : List.copyOf(sockets)) {
            if (!socket.writeQueueFull()) {
                for (String frame : frames) {
                    socket.writeTextMessage(frame);
                }
                written = true;
            }
        }
        if (written) {
            context.runOnContext(next -> broadcast());
        } else {
            vertx.setTimer(PAUSE_MILLIS, waited -> broadcast());
        }
    }

    private String frame(long number) {
        String head = "{\"type\":\"event\",\"topic\":\"" + arguments.text("topic", "") + "\",\"offset\":" + number
                + ",\"data\":\"";
        return head + "x".repeat(Math.max(0, arguments.number("bytes", 900) - head.length() - 2)) + "\"}";
    }
}
