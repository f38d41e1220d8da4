package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.ErrorFact;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which lane a bot is at home on. Nothing is stored here: lanes connect with their first entry. */
class PipelineTest {

    private static final List<String> BOTS =
            IntStream.range(0, 100).mapToObj(i -> "bot-" + i).toList();

    private static final Entry WAITING =
            new Entry.Error("busy", null, null, Facts.builder(ErrorFact.class).build());

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final Pipeline pipeline =
            new Pipeline(vertx, null, IngestConfigTest.config(), new IngestMetrics(new SimpleMeterRegistry()));
    private final Context first = ((VertxInternal) vertx).createEventLoopContext();
    private final Context second = ((VertxInternal) vertx).createEventLoopContext();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aBotIsAtHomeWhereItsEntriesComeIn() {
        assertThat(((ContextInternal) first).nettyEventLoop()).isNotSameAs(((ContextInternal) second).nettyEventLoop());

        Set<LaneQueue> ofFirst = on(first, () -> queues("first-"));
        Set<LaneQueue> ofSecond = on(second, () -> queues("second-"));

        assertThat(ofFirst).hasSize(1);
        assertThat(ofSecond).hasSize(1).doesNotContainAnyElementsOf(ofFirst);
    }

    @Test
    void itStaysThereWhereverItIsAskedForNext() {
        LaneQueue home = on(first, () -> pipeline.queue("bot"));

        assertThat(on(second, () -> pipeline.queue("bot"))).isSameAs(home);
        assertThat(pipeline.queue("bot")).isSameAs(home);
    }

    @Test
    void othersAreSpreadByTheirHash() {
        assertThat(queues("")).hasSize(2);
    }

    @Test
    void aBusyLaneLeavesTheOthersToTheirHash() {
        Set<LaneQueue> queues = on(first, () -> {
            pipeline.queue("busy").add(new Submission(WAITING, 1, System.nanoTime(), receipt -> {}));
            return queues("");
        });

        assertThat(queues).hasSize(2);
    }

    @Test
    void botsThatComeAfterTooManyHaveTheLaneOfTheirHashAndNobodyMoves() {
        LaneQueue home = on(first, () -> pipeline.queue("early"));
        for (int i = 0; i < Pipeline.MAX_HOMES; i++) {
            pipeline.queue("filler-" + i);
        }

        Set<LaneQueue> late = on(first, () -> queues("late-"));

        assertThat(late).hasSize(2);
        BOTS.forEach(bot ->
                assertThat(on(second, () -> pipeline.queue("late-" + bot))).isSameAs(pipeline.queue("late-" + bot)));
        assertThat(on(second, () -> pipeline.queue("early"))).isSameAs(home);
    }

    private Set<LaneQueue> queues(String prefix) {
        Set<LaneQueue> queues = new HashSet<>();
        BOTS.forEach(bot -> queues.add(pipeline.queue(prefix + bot)));
        return queues;
    }

    private static <T> T on(Context context, Supplier<T> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(here -> promise.complete(work.get()));
        return promise.future().toCompletionStage().toCompletableFuture().join();
    }
}
