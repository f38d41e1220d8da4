package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.ErrorFact;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LaneQueueTest {

    private static final Facts<ErrorFact> NOTHING =
            Facts.builder(ErrorFact.class).build();

    @Test
    void isFullByItemsOrByBytes() {
        LaneQueue byItems = new LaneQueue(2, 1_000);
        byItems.add(submission("a", 1));
        assertThat(byItems.isFull()).isFalse();
        byItems.add(submission("b", 1));
        assertThat(byItems.isFull()).isTrue();

        LaneQueue byBytes = new LaneQueue(100, 1_000);
        byBytes.add(submission("a", 999));
        assertThat(byBytes.isFull()).isFalse();
        byBytes.add(submission("b", 1));
        assertThat(byBytes.isFull()).isTrue();
    }

    @Test
    void takesInOrderWhatOneTransactionMayHold() {
        LaneQueue queue = new LaneQueue(100, 1_000);
        for (String name : List.of("a", "b", "c", "d")) {
            queue.add(submission(name, 10));
        }

        assertThat(names(queue.take(2, 1_000))).containsExactly("a", "b");
        assertThat(names(queue.take(10, 10))).containsExactly("c");
        assertThat(names(queue.take(10, 1_000))).containsExactly("d");
        assertThat(queue.take(10, 1_000)).isEmpty();
    }

    @Test
    void takesAnEntryThatIsLargerThanATransactionByItself() {
        LaneQueue queue = new LaneQueue(100, 10_000);
        queue.add(submission("large", 5_000));
        queue.add(submission("small", 1));

        assertThat(names(queue.take(10, 100))).containsExactly("large");
        assertThat(names(queue.take(10, 100))).containsExactly("small");
    }

    @Test
    void whatIsTakenKeepsItsRoomUntilItIsAnswered() {
        LaneQueue queue = new LaneQueue(2, 1_000);
        queue.add(submission("a", 100));
        queue.add(submission("b", 200));

        List<Submission> taken = queue.take(10, 1_000);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.isFull()).isTrue();
        assertThat(queue.items()).isEqualTo(2);
        assertThat(queue.bytes()).isEqualTo(300);
        queue.release(taken);
        assertThat(queue.items()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void whoWaitsIsToldWhenHalfOfItIsFree() {
        LaneQueue queue = new LaneQueue(4, 1_000);
        for (String name : List.of("a", "b", "c", "d")) {
            queue.add(submission(name, 1));
        }
        AtomicInteger told = new AtomicInteger();
        queue.whenRoom(told::incrementAndGet);

        queue.release(queue.take(1, 1_000));
        assertThat(told).hasValue(0);
        queue.release(queue.take(1, 1_000));
        assertThat(told).hasValue(1);
        queue.release(queue.take(2, 1_000));
        assertThat(told).as("told once").hasValue(1);
    }

    @Test
    void soIsWhoWaitsForBytes() {
        LaneQueue queue = new LaneQueue(100, 1_000);
        queue.add(submission("a", 400));
        queue.add(submission("b", 101));
        queue.add(submission("c", 499));
        assertThat(queue.isFull()).isTrue();
        AtomicInteger told = new AtomicInteger();
        queue.whenRoom(told::incrementAndGet);

        queue.release(queue.take(1, 1_000));
        assertThat(queue.bytes()).isEqualTo(600);
        assertThat(queue.isFull()).isFalse();
        assertThat(told).as("a little room is not enough").hasValue(0);
        queue.release(queue.take(1, 1_000));
        assertThat(queue.bytes()).isEqualTo(499);
        assertThat(told).hasValue(1);
    }

    @Test
    void oneEntryMayBeLargerThanTheLimit() {
        LaneQueue queue = new LaneQueue(100, 1_000);
        AtomicInteger told = new AtomicInteger();

        queue.add(submission("large", 5_000));
        assertThat(queue.isFull()).isTrue();
        queue.whenRoom(told::incrementAndGet);
        queue.release(queue.take(10, 1_000));

        assertThat(told).hasValue(1);
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void whoAsksWhereThereIsRoomIsToldAtOnce() {
        AtomicInteger told = new AtomicInteger();

        new LaneQueue(4, 1_000).whenRoom(told::incrementAndGet);

        assertThat(told).hasValue(1);
    }

    /** Sources that stop when the queue is full, and one lane that empties it: nobody may wait for ever. */
    @Test
    @Timeout(60)
    void noSourceMissesTheRoomItWaitsFor() throws InterruptedException {
        int sources = 4;
        int each = 30_000;
        int maxItems = 8;
        LaneQueue queue = new LaneQueue(maxItems, 1_000_000);
        int stored = 0;
        int most = 0;
        CountDownLatch sent = new CountDownLatch(sources);
        for (int source = 0; source < sources; source++) {
            String bot = "bot" + source;
            new Thread(() -> {
                        Semaphore room = new Semaphore(0);
                        for (int i = 0; i < each; i++) {
                            queue.add(submission(bot, 1));
                            if (queue.isFull()) {
                                queue.whenRoom(room::release);
                                room.acquireUninterruptibly();
                            }
                        }
                        sent.countDown();
                    })
                    .start();
        }

        while (stored < sources * each) {
            most = Math.max(most, queue.items());
            List<Submission> taken = queue.take(3, 1_000);
            stored += taken.size();
            queue.release(taken);
        }

        assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.items()).isZero();
        assertThat(queue.bytes()).isZero();
        assertThat(most).as("its limit plus one message of each source").isLessThanOrEqualTo(maxItems + sources);
    }

    private static Submission submission(String bot, int bytes) {
        return new Submission(new Entry.Error(bot, null, null, NOTHING), bytes, System.nanoTime(), receipt -> {});
    }

    private static List<String> names(List<Submission> submissions) {
        List<String> names = new ArrayList<>();
        submissions.forEach(submission -> names.add(submission.entry().botId()));
        return names;
    }
}
