package dev.crashanalytics.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for one lane. It takes what it is offered, but says when it is full: then no source may read on. So it is
 * bounded by its limit plus one message of each source. Once it is full, those who wait are told when half of it is free.
 * For any number of threads that add, and one that takes.
 */
final class LaneQueue {

    private final Queue<Submission> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> waitingForRoom = new ConcurrentLinkedQueue<>();
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final int maxItems;
    private final long maxBytes;

    LaneQueue(int maxItems, long maxBytes) {
        this.maxItems = maxItems;
        this.maxBytes = maxBytes;
    }

    void add(Submission submission) {
        items.incrementAndGet();
        bytes.addAndGet(submission.bytes());
        waiting.add(submission);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isFull() {
        return items.get() >= maxItems || bytes.get() >= maxBytes;
    }

    int items() {
        return items.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Calls {@code action} once there is room again, on the thread that makes it. */
    void whenRoom(Runnable action) {
        waitingForRoom.add(action);
        // The queue may have emptied between the caller's look and the line above.
        announceRoom();
    }

    /** Takes the entries of one transaction, in the order they came. */
    List<Submission> take(int maxItems, long maxBytes) {
        List<Submission> taken = new ArrayList<>(Math.min(maxItems, items.get()));
        long takenBytes = 0;
        for (Submission next = waiting.peek();
                next != null && taken.size() < maxItems && (taken.isEmpty() || takenBytes + next.bytes() <= maxBytes);
                next = waiting.peek()) {
            taken.add(waiting.remove());
            takenBytes += next.bytes();
        }
        return taken;
    }

    /** Gives the room of entries back that are answered. */
    void release(List<Submission> answered) {
        items.addAndGet(-answered.size());
        long released = 0;
        for (Submission submission : answered) {
            released += submission.bytes();
        }
        bytes.addAndGet(-released);
        announceRoom();
    }

    /** Looks anew before each of them: who was told first may have filled the queue again, and wait again. */
    private void announceRoom() {
        while (hasRoom()) {
            Runnable action = waitingForRoom.poll();
            if (action == null) {
                return;
            }
            action.run();
        }
    }

    private boolean hasRoom() {
        return items.get() <= maxItems / 2 && bytes.get() <= maxBytes / 2;
    }
}
