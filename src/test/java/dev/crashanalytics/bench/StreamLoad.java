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
        for (int i = 0; i < connections.size(); i++) {
            connections.get(i).send(Frames.of(bots.get(i), roundsPerBot, itemsAFrame));
        }
        for (SelectionKey key : selector.keys()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        expected += (long) roundsPerBot * connections.size();
        Elapsed start = Elapsed.now();
        while (acks() < expected) {
            if (selector.select(StreamLoad::move, STALLED_MILLIS) == 0) {
                throw new IllegalStateException("stalled at " + acks() + " acks of " + expected);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        Elapsed elapsed = Elapsed.since(start);
        if (acks() != expected) {
            throw new IllegalStateException(acks() + " acks for " + expected + " rounds");
        }
        return elapsed;
    }

    @Override
    public void close() throws IOException {
        for (StreamConnection connection : connections) {
            connection.close();
        }
        selector.close();
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
