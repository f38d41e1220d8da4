package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.wire.ClientId;
import dev.crashanalytics.wire.ServerFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicInteger completed = new AtomicInteger();

    @Test
    void ofAnObjectIsItsAnswer() throws Exception {
        Reply reply = new Reply(false, 1, completed::incrementAndGet, Future::succeededFuture);
        assertThat(reply.isComplete()).isFalse();

        reply.answer(0, ack(1));

        assertThat(reply.isComplete()).isTrue();
        assertThat(completed).hasValue(1);
        assertThat(JSON.readTree(reply.text()).get("type").textValue()).isEqualTo("ack");
    }

    @Test
    void ofABatchKeepsItsOrderWhateverOrderTheAnswersComeIn() throws Exception {
        Reply reply = new Reply(true, 3, completed::incrementAndGet, Future::succeededFuture);

        reply.answer(2, ack(3));
        reply.answer(0, ack(1));
        assertThat(reply.isComplete()).isFalse();
        assertThat(completed).hasValue(0);
        reply.answer(1, ack(2));

        assertThat(completed).hasValue(1);
        assertThat(JSON.readTree(reply.text()).at("/items").findValuesAsText("id"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void ofABatchOfOneIsABatch() throws Exception {
        Reply reply = new Reply(true, 1, completed::incrementAndGet, Future::succeededFuture);

        reply.answer(0, ack(1));

        assertThat(JSON.readTree(reply.text()).get("items")).hasSize(1);
    }

    @Test
    void ofAnEmptyBatchIsCompleteFromTheStart() throws Exception {
        Reply reply = new Reply(true, 0, completed::incrementAndGet, Future::succeededFuture);

        assertThat(reply.isComplete()).isTrue();
        assertThat(completed).hasValue(0);
        assertThat(JSON.readTree(reply.text()).get("items")).isEmpty();
    }

    @Test
    void isCompletedOnceByManyThreads() throws Exception {
        int items = 2_000;
        Reply reply = new Reply(true, items, completed::incrementAndGet, Future::succeededFuture);
        CountDownLatch answered = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            int first = thread;
            new Thread(() -> {
                        for (int i = first; i < items; i += 4) {
                            reply.answer(i, ack(i));
                        }
                        answered.countDown();
                    })
                    .start();
        }

        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(completed).hasValue(1);
        JsonNode ids = JSON.readTree(reply.text()).get("items");
        assertThat(ids.findValuesAsText("id"))
                .isEqualTo(IntStream.range(0, items).mapToObj(Integer::toString).toList());
    }

    @Test
    void whatComesFirstInAMessageWaitsForTheMessagesBefore() {
        Promise<Void> earlier = Promise.promise();
        Reply reply = new Reply(true, 2, completed::incrementAndGet, earlier::future);

        Future<Void> first = reply.whenAnsweredBefore(0);
        assertThat(first.isComplete()).isFalse();

        earlier.complete();
        assertThat(first.succeeded()).isTrue();
    }

    @Test
    void whatComesLaterWaitsForTheItemsBefore() {
        Reply reply = new Reply(true, 3, completed::incrementAndGet, Future::succeededFuture);
        Future<Void> third = reply.whenAnsweredBefore(2);

        reply.answer(0, ack(1));
        assertThat(third.isComplete()).isFalse();
        reply.answer(1, ack(2));

        assertThat(third.succeeded()).isTrue();
        assertThat(reply.whenComplete().isComplete()).isFalse();
    }

    private static ServerFrame.Answer ack(int id) {
        return new ServerFrame.Ack(new ClientId(Integer.toString(id)), null, 1L, "b", "s", 1L, false, 1L, List.of());
    }
}
