package dev.crashanalytics.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A bot that plays game after game. Each step begins when the server has acknowledged the one before, so that a bot whose
 * server cannot store waits for it.
 *
 * <pre>
 *   IDLE -- session_start --> BETTING -- signal, a pause --> FLYING -- ticks, the crash --> LANDED -- round --> BETTING ...
 *                                ^                                                            |
 *                                +--- session_start of the next one <-- session_close --------+  when the session is over
 *   any -- stop --> STOPPED
 * </pre>
 *
 * <p>For one event loop. All pauses are divided by the pace.
 */
final class DemoBot {

    private static final Logger LOG = Logger.getLogger(DemoBot.class);

    private static final double BETTING_SECONDS = 4;
    private static final double TICK_SECONDS = 0.5;
    private static final double LANDED_SECONDS = 1;
    private static final double NANOS = 1e9;

    private enum State {
        IDLE,
        BETTING,
        FLYING,
        LANDED,
        STOPPED
    }

    private final Vertx vertx;
    private final String botId;
    private final double pace;
    private final Supplier<DemoSession> sessions;
    private final DemoStream stream;
    private final DemoMetrics metrics;
    private State state = State.IDLE;
    private DemoSession session;
    private Flight flight;
    private Instant start;
    private long startNanos;
    private int ticks;

    /**
     * A bot that is to play.
     *
     * @param pace how fast; 1 is the usual
     * @param sessions makes the next session
     * @param stream where it says what happens
     */
    DemoBot(
            Vertx vertx,
            String botId,
            double pace,
            Supplier<DemoSession> sessions,
            DemoStream stream,
            DemoMetrics metrics) {
        this.vertx = vertx;
        this.botId = botId;
        this.pace = pace;
        this.sessions = sessions;
        this.stream = stream;
        this.metrics = metrics;
    }

    /**
     * Begins to play.
     *
     * @param interrupted sessions of it that a server before this one has left open
     */
    void play(Iterable<String> interrupted) {
        metrics.starts();
        stream.connect();
        interrupted.forEach(left -> stream.put(DemoSession.interruption(botId, left)));
        open();
    }

    /** Ends its session, and with it the stream; completes when the server knows, or the stream has ended. */
    Future<Void> stop() {
        if (state == State.STOPPED) {
            return Future.succeededFuture();
        }
        state = State.STOPPED;
        if (session == null) {
            stream.end();
            return Future.succeededFuture();
        }
        metrics.ends();
        stream.put(session.closing());
        return stream.whenAcked().onSuccess(acked -> stream.end());
    }

    /** Stops without a word: there is nobody to tell. */
    void abandon() {
        if (state != State.STOPPED && session != null) {
            metrics.ends();
        }
        state = State.STOPPED;
        stream.end();
    }

    private void open() {
        session = sessions.get();
        LOG.infof(
                "event=demo_session bot_id=%s session_id=%s terminating_hash=%s",
                botId, session.sessionId(), session.terminatingHash());
        stream.put(session.opening());
        whenAcked(this::bet);
    }

    private void bet() {
        state = State.BETTING;
        session.next();
        stream.put(session.signal(Instant.now()));
        after(BETTING_SECONDS, () -> whenAcked(this::fly));
    }

    private void fly() {
        state = State.FLYING;
        flight = Flight.to(session.crash());
        start = Instant.now();
        startNanos = System.nanoTime();
        ticks = 0;
        flyOn();
    }

    private void flyOn() {
        double elapsed = (System.nanoTime() - startNanos) / NANOS * pace;
        if (elapsed >= flight.seconds()) {
            land();
            return;
        }
        stream.putTick(session.tick(ticks, flight.at(elapsed), Instant.now()));
        ticks++;
        after(Math.min(TICK_SECONDS, flight.seconds() - elapsed), this::flyOn);
    }

    private void land() {
        state = State.LANDED;
        stream.put(session.round(start, Instant.now()));
        whenAcked(() -> {
            metrics.played();
            after(LANDED_SECONDS, session.isOver() ? this::close : this::bet);
        });
    }

    private void close() {
        stream.put(session.closing());
        whenAcked(this::open);
    }

    private void whenAcked(Runnable step) {
        stream.whenAcked().onSuccess(acked -> unlessStopped(step));
    }

    private void after(double seconds, Runnable step) {
        long millis = Math.max(1, Math.round(seconds / pace * 1_000));
        vertx.setTimer(millis, due -> unlessStopped(step));
    }

    private void unlessStopped(Runnable step) {
        if (state != State.STOPPED) {
            step.run();
        }
    }
}
