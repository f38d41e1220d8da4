package dev.crashanalytics.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends rounds on many connections at once, one bot a connection, with no window but TCP's. One thread writes and
 * reads: it shares two cores with the server and the database it measures, so it wakes at most once a millisecond.
 */
final class StreamLoad implements Closeable {

    private static final long STALLED_MILLIS = 30_000;
    private static final long PAUSE_NANOS = 1_000_000;

    /** A paced connection writes after so many pauses: the others have theirs in between. */
    private static final int PACED_TURNS = 10;

    private final Selector selector = Selector.open();
    private final List<StreamConnection> connections = new ArrayList<>();
    private final List<RoundJson> bots = new ArrayList<>();
    private final int itemsAFrame;
    private long expected;

    StreamLoad(String host, int port, Workload workload, int itemsAFrame) throws IOException {
        this.itemsAFrame = itemsAFrame;
        for (int bot = 0; bot < workload.bots(); bot++) {
            StreamConnection connection = StreamConnection.open(host, port);
            connections.add(connection);
            bots.add(new RoundJson(workload.stream(bot)));
            connection.channel().configureBlocking(false);
            connection.channel().register(selector, SelectionKey.OP_READ, connection);
        }
    }

    /** Sends the next rounds of every bot and returns the time from the first byte to the last ack. */
    Elapsed send(int roundsPerBot) throws IOException {
        give(roundsPerBot);
        for (SelectionKey key : selector.keys()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        Elapsed start = Elapsed.now();
        while (acks() < expected) {
            if (selector.select(StreamLoad::move, STALLED_MILLIS) == 0) {
                throw new IllegalStateException("stalled at " + acks() + " acks of " + expected);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return ended(start);
    }

    /**
     * Sends the next rounds of every bot at an even pace, whatever the server takes to acknowledge them, and returns the time
     * from the first byte to the last ack.
     *
     * @param roundsPerSecond of all bots
     */
    Elapsed send(int roundsPerBot, double roundsPerSecond) throws IOException {
        give(roundsPerBot);
        double nanos = roundsPerBot * connections.size() / roundsPerSecond * 1e9;
        Elapsed start = Elapsed.now();
        long seen = 0;
        long seenAt = start.nanos();
        for (int turn = 0; acks() < expected; turn = (turn + 1) % PACED_TURNS) {
            long now = System.nanoTime();
            for (int i = turn; i < connections.size(); i += PACED_TURNS) {
                connections.get(i).writeUpTo((now - start.nanos()) / nanos);
            }
            selector.selectNow(StreamLoad::move);
            if (acks() > seen) {
                seen = acks();
                seenAt = now;
            } else if (now - seenAt > STALLED_MILLIS * 1_000_000) {
                throw new IllegalStateException("stalled at " + acks() + " acks of " + expected);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return ended(start);
    }

    @Override
    public void close() throws IOException {
        for (StreamConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }

    private void give(int roundsPerBot) {
        for (int i = 0; i < connections.size(); i++) {
            connections.get(i).send(Frames.of(bots.get(i), roundsPerBot, itemsAFrame));
        }
        expected += (long) roundsPerBot * connections.size();
    }

    private Elapsed ended(Elapsed start) {
        Elapsed elapsed = Elapsed.since(start);
        if (acks() != expected) {
            throw new IllegalStateException(acks() + " acks for " + expected + " rounds");
        }
        return elapsed;
    }

    private long acks() {
        long acks = 0;
        for (StreamConnection connection : connections) {
            acks += connection.acks();
        }
        return acks;
    }

    private static void move(SelectionKey key) {
        StreamConnection connection = (StreamConnection) key.attachment();
        try {
            if (key.isReadable()) {
                connection.read();
            }
            if (key.isWritable()) {
                connection.write();
                if (!connection.hasUnsent()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("after " + connection.acks() + " acks", e);
        }
    }
}
