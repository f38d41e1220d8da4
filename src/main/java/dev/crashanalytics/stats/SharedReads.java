package dev.crashanalytics.stats;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Reads the same thing once for all who ask for it at the same time: while one read of a key runs, whoever asks for that
 * key waits for the next one, which begins when the first ends. So no answer is older than its question, and a
 * dashboard that many look at costs two reads at a time, however many look. Holds keys of reads that run, and nothing else.
 * Thread-safe; nobody blocks.
 *
 * @param <K> what is asked
 * @param <V> what is answered
 */
public final class SharedReads<K, V> {

    private final Map<K, Turn<V>> turns = new HashMap<>();

    /** A read that runs; where somebody waits for the one after it, the answer to come. */
    private static final class Turn<V> {

        private CompletableFuture<V> next;
    }

    /** The answer of a read that begins after this is subscribed to; a failed read fails all who wait for it. */
    public Uni<V> of(K key, Supplier<Uni<V>> read) {
        // Each has a copy: who goes away must not take the answer from the others.
        return Uni.createFrom().completionStage(() -> join(key, read).copy());
    }

    private CompletableFuture<V> join(K key, Supplier<Uni<V>> read) {
        synchronized (turns) {
            Turn<V> turn = turns.get(key);
            if (turn != null) {
                turn.next = turn.next == null ? new CompletableFuture<>() : turn.next;
                return turn.next;
            }
            turns.put(key, new Turn<>());
        }
        CompletableFuture<V> first = new CompletableFuture<>();
        run(key, first, read);
        return first;
    }

    private void run(K key, CompletableFuture<V> answer, Supplier<Uni<V>> read) {
        Uni.createFrom()
                .deferred(read::get)
                .onTermination()
                .invoke(() -> runNext(key, read))
                .subscribe()
                .with(answer::complete, answer::completeExceptionally);
    }

    private void runNext(K key, Supplier<Uni<V>> read) {
        CompletableFuture<V> next;
        synchronized (turns) {
            Turn<V> turn = turns.get(key);
            next = turn.next;
            if (next == null) {
                turns.remove(key);
                return;
            }
            turn.next = null;
        }
        run(key, next, read);
    }
}
