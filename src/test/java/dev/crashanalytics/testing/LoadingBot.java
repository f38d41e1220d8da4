package dev.crashanalytics.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * A bot that sends numbered messages as fast as the server takes them and notes what becomes of each, until it is told to
 * stop or the connection ends. A number is the {@code id} of its message.
 */
public final class LoadingBot implements AutoCloseable {
    private final StreamClient client;
    private final LongFunction<String> message;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final Map<Long, JsonNode> acked = new ConcurrentSkipListMap<>();
    private final Map<Long, JsonNode> refused = new ConcurrentHashMap<>();
    private final Thread writer = new Thread(this::write, "loading-bot-writer");
    private final Thread reader = new Thread(this::read, "loading-bot-reader");
    private volatile boolean stopped;
    private volatile int closeCode;
    private volatile AssertionError disorder;

    private LoadingBot(CrashServer server, LongFunction<String> message) {
        this.client = StreamClient.connect(server);
        this.message = message;
    }

    /** Starts a bot that sends the message of 1, 2, 3 and so on. */
    public static LoadingBot start(CrashServer server, LongFunction<String> message) {
        LoadingBot bot = new LoadingBot(server, message);
        bot.writer.start();
        bot.reader.start();
        return bot;
    }

    /** The highest number that was sent, if only in part. */
    public long sent() {
        return sent.get();
    }

    /** How many messages have got their answer. */
    public long answered() {
        return answered.get();
    }

    /** The acks so far, by number. */
    public Map<Long, JsonNode> acked() {
        return acked;
    }

    /** The error frames so far, by number. */
    public Map<Long, JsonNode> refused() {
        return refused;
    }

    /** The code the server closed with; 0 where it did not, or not yet. */
    public int closeCode() {
        return closeCode;
    }

    /** Sends no more. */
    public LoadingBot stop() {
        stopped = true;
        return this;
    }

    /** Waits until the connection has ended. */
    public LoadingBot awaitEnd() {
        join(reader);
        client.close();
        join(writer);
        if (disorder != null) {
            throw disorder;
        }
        return this;
    }

    @Override
    public void close() {
        stopped = true;
        client.close();
        awaitEnd();
    }

    private void write() {
        try {
            while (!stopped) {
                long number = sent.get() + 1;
                sent.set(number);
                client.send(message.apply(number));
            }
        } catch (UncheckedIOException ended) {
            stopped = true;
        }
    }

    private void read() {
        try {
            StreamClient.Frame frame = client.readFrame();
            while (frame.opcode() == StreamClient.TEXT) {
                note(StreamClient.json(frame));
                frame = client.readFrame();
            }
            closeCode = frame.closeCode();
        } catch (UncheckedIOException ended) {
            // Killed, or closed by the test.
        } finally {
            stopped = true;
        }
    }

    private void note(JsonNode answer) {
        long number = answer.get("id").longValue();
        if (answered.incrementAndGet() != number) {
            disorder = new AssertionError("answer " + answered + " is to " + number + ": " + answer);
        }
        (answer.get("type").textValue().equals("ack") ? acked : refused).put(number, answer);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
