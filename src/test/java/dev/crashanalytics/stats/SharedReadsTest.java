package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedReadsTest {

    private final List<CompletableFuture<String>> reads = new ArrayList<>();
    private final SharedReads<String, String> shared = new SharedReads<>();

    @Test
    void whoAsksWhileAReadRunsWaitsForOneThatBeginsLater() {
        var first = ask("game");
        var second = ask("game");
        var third = ask("game");
        assertThat(reads).hasSize(1);

        reads.get(0).complete("one");

        first.assertCompleted().assertItem("one");
        second.assertNotTerminated();
        assertThat(reads).hasSize(2);
        reads.get(1).complete("two");
        second.assertCompleted().assertItem("two");
        third.assertCompleted().assertItem("two");
        assertThat(reads).hasSize(2);
    }

    @Test
    void anEndedReadIsNotAskedAgain() {
        var first = ask("game");
        reads.get(0).complete("one");
        var second = ask("game");
        reads.get(1).complete("two");

        first.assertItem("one");
        second.assertItem("two");
    }

    @Test
    void otherKeysDoNotWait() {
        ask("game");
        ask("another");

        assertThat(reads).hasSize(2);
    }

    @Test
    void aFailureIsThatOfItsReadOnly() {
        var first = ask("game");
        var second = ask("game");

        reads.get(0).completeExceptionally(new IllegalStateException("gone"));

        first.assertFailedWith(IllegalStateException.class, "gone");
        reads.get(1).complete("two");
        second.assertItem("two");
    }

    @Test
    void whoGoesAwayTakesNothingFromTheOthers() {
        ask("game").cancel();
        var second = ask("game");
        var third = ask("game");
        second.cancel();

        reads.get(0).complete("one");
        reads.get(1).complete("two");

        third.assertItem("two");
    }

    private UniAssertSubscriber<String> ask(String key) {
        return shared.of(key, this::read).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private Uni<String> read() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        reads.add(answer);
        return Uni.createFrom().completionStage(answer);
    }
}
