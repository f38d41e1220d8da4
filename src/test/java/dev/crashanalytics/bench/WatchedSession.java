package dev.crashanalytics.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The bot whose session is watched. One thread sends its rounds at an even rate, 20 messages a second, without waiting for
 * acks; another reads these and notes the offset and the time of each. Rounds are counted from 0.
 */
final class WatchedSession implements Closeable {

    static final int MESSAGES_A_SECOND = 20;

    private static final String PATH = "/api/v1/rounds/stream";
    private static final int READ_BUFFER = 1 << 16;
    private static final int MAX_ROUNDS = 1 << 20;
    private static final long MESSAGE_NANOS = 1_000_000_000L / MESSAGES_A_SECOND;

    private final SocketChannel channel;
    private final RoundJson rounds;
    private final String topic;
    private final FrameReader frames = new FrameReader(this::message, READ_BUFFER);
    private final AckOffsets acks = new AckOffsets(this::acknowledged);
    private final long[] sentAt = new long[MAX_ROUNDS];
    private final long[] ackedAt = new long[MAX_ROUNDS];
    private final long[] offsets = new long[MAX_ROUNDS];
    private boolean greeted;
    private volatile int sent;
    private volatile int acked;
    private volatile int rate;
    private volatile boolean closed;
    private volatile Exception failure;

    /** Connects and logs the first round, so that there is a session to subscribe to. */
    WatchedSession(String host, int port, Workload workload) throws IOException {
        RoundStream stream = workload.stream(0);
        topic = "session:" + stream.botId() + "/" + stream.sessionId();
        rounds = new RoundJson(stream);
        channel = SocketChannel.open(new InetSocketAddress(host, port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Handshake.shakeHands(channel, host, port, PATH);
        send(1);
        while (acked < 1) {
            read();
        }
        thread("watched-acks", this::readOn);
        thread("watched-rounds", this::sendOn);
    }

    /** What subscribers ask for. */
    String topic() {
        return topic;
    }

    /** Sends so many rounds a second from now on, a multiple of {@link #MESSAGES_A_SECOND}; 0 pauses. */
    void rate(int roundsPerSecond) {
        rate = roundsPerSecond;
    }

    /** Rounds sent so far. */
    int sent() {
        return sent;
    }

    /** Rounds acknowledged so far. Throws what has ended the connection, if anything has. */
    int acked() {
        if (failure != null) {
            throw new IllegalStateException("the watched session has failed", failure);
        }
        return acked;
    }

    long sentAt(int round) {
        return sentAt[round];
    }

    /** When the ack was read here; of a round that is {@link #acked}. */
    long ackedAt(int round) {
        return ackedAt[round];
    }

    /** The offset of a round that is {@link #acked}; grows from round to round. */
    long offset(int round) {
        return offsets[round];
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }

    private void sendOn() throws IOException {
        long due = System.nanoTime();
        while (!closed) {
            due = Math.max(due + MESSAGE_NANOS, System.nanoTime() - MESSAGE_NANOS);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            int count = rate / MESSAGES_A_SECOND;
            if (count > 0) {
                send(count);
            }
        }
    }

    private void send(int count) throws IOException {
        ByteBuffer frame = Frames.of(rounds, count, count);
        int first = sent;
        Arrays.fill(sentAt, first, first + count, System.nanoTime());
        sent = first + count;
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private void readOn() throws IOException {
        while (!closed) {
            read();
        }
    }

    private void read() throws IOException {
        if (channel.read(frames.buffer()) < 0) {
            throw new EOFException("the server closed the connection");
        }
        frames.read();
    }

    private void message(byte[] text, int from, int to) {
        if (greeted) {
            acks.scan(text, from, to);
        }
        greeted = true;
    }

    private void acknowledged(long offset) {
        int round = acked;
        if (round > 0 && offset <= offsets[round - 1]) {
            throw new IllegalStateException("offset " + offset + " after " + offsets[round - 1]);
        }
        offsets[round] = offset;
        ackedAt[round] = System.nanoTime();
        acked = round + 1;
    }

    /** What a thread does until the connection is closed. */
    private interface Work {
        void run() throws IOException;
    }

    private void thread(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (AsynchronousCloseException e) {
                        failure = closed ? null : e;
                    } catch (IOException | RuntimeException e) {
                        failure = e;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
