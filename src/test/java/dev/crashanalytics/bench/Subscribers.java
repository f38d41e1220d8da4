package dev.crashanalytics.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Many subscribers of one topic, driven by one thread, which wakes at most once a millisecond. Not thread-safe. */
final class Subscribers implements Closeable {

    private static final long PAUSE_NANOS = 1_000_000;
    private static final long SELECT_MILLIS = 20;
    private static final long SUBSCRIBED_NANOS = 60_000_000_000L;

    private final Selector selector = Selector.open();
    private final List<LiveConnection> connections = new ArrayList<>();
    private final Receipts receipts;

    /** Connects all and waits until each is answered. */
    Subscribers(String host, int port, String topic, int count, Receipts receipts) throws IOException {
        this.receipts = receipts;
        for (int i = 0; i < count; i++) {
            LiveConnection connection = LiveConnection.open(host, port, topic, receipts);
            connections.add(connection);
            connection.channel().configureBlocking(false);
            connection.channel().register(selector, SelectionKey.OP_READ, connection);
        }
        long end = System.nanoTime() + SUBSCRIBED_NANOS;
        readUntil(() -> connections.stream().allMatch(LiveConnection::isSubscribed) || System.nanoTime() > end);
        if (!connections.stream().allMatch(LiveConnection::isSubscribed)) {
            throw new IllegalStateException("not all are subscribed");
        }
    }

    /** Takes what comes until the condition is met. */
    void readUntil(BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            selector.select(this::read, SELECT_MILLIS);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        for (LiveConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }

    private void read(SelectionKey key) {
        try {
            receipts.now(System.nanoTime());
            ((LiveConnection) key.attachment()).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
