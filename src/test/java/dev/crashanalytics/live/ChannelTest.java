package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChannelTest {

    private static final int CAPACITY = 4;

    private final AtomicLong retained = new AtomicLong();
    private final Channel channel = new Channel(Topic.parse("all"), 7, CAPACITY, retained, 1_000);

    private static FeedBatch batch(long version, long from) {
        return new FeedBatch("e", version, from, from, List.of());
    }

    private static FeedEvent round(long offset) {
        return new FeedEvent(offset, FeedEvent.Kind.ROUND, "b", "s", "g", "{}");
    }

    private static FeedEvent state(long offset, String session) {
        return new FeedEvent(offset, FeedEvent.Kind.SESSION_UPDATED, "b", session, "g", "{\"n\":" + offset + "}");
    }

    @Test
    void coversWhatFollowsTheFirstBatchThatWasReadForIt() {
        assertThat(channel.cover(batch(6, 10))).isFalse();
        assertThat(channel.covers(100)).isFalse();

        assertThat(channel.cover(batch(7, 20))).isTrue();

        assertThat(channel.covers(19)).isFalse();
        assertThat(channel.covers(20)).isTrue();
        assertThat(channel.cover(batch(8, 30))).isFalse();
        assertThat(channel.covers(20)).isTrue();
    }

    @Test
    void theOldestGivesWayAndTheNumbersGoOn() {
        channel.cover(batch(7, 0));
        for (int offset = 10; offset <= 60; offset += 10) {
            channel.append(round(offset));
        }

        assertThat(channel.first()).isEqualTo(2);
        assertThat(channel.end()).isEqualTo(6);
        assertThat(channel.frame(2).offset()).isEqualTo(30);
        assertThat(channel.covers(19)).isFalse();
        assertThat(channel.covers(20)).isTrue();
        assertThat(channel.numberAfter(20)).isEqualTo(2);
        assertThat(channel.numberAfter(44)).isEqualTo(4);
        assertThat(channel.numberAfter(60)).isEqualTo(6);
    }

    @Test
    void theLatestStateOfEachSessionOutlivesTheRing() {
        channel.cover(batch(7, 0));
        channel.append(state(1, "x"));
        channel.append(state(2, "y"));
        channel.append(state(3, "x"));
        for (int offset = 4; offset <= 9; offset++) {
            channel.append(round(offset));
        }

        assertThat(channel.stateAfter(-1, 9)).isEqualTo(1);
        assertThat(channel.state(1).text()).contains("\"n\":2");
        assertThat(channel.stateAfter(1, 9)).isEqualTo(2);
        assertThat(channel.state(2).text()).contains("\"n\":3");
        assertThat(channel.stateAfter(2, 9)).isNegative();
        assertThat(channel.hasForgottenAfter(-1)).isFalse();
    }

    @Test
    void tooManyStatesAreForgottenAndItSaysSo() {
        channel.cover(batch(7, 0));
        for (int i = 0; i <= 4_096; i++) {
            channel.append(state(i + 1, "s" + i));
        }

        assertThat(channel.hasForgottenAfter(-1)).isTrue();
        assertThat(channel.hasForgottenAfter(0)).isFalse();
        assertThat(channel.stateAfter(-1, 5_000)).isEqualTo(1);
    }

    @Test
    void whereTheServerKeepsTooMuchTheRingShrinks() {
        channel.cover(batch(7, 0));
        retained.set(10_000);

        channel.append(round(1));
        channel.append(round(2));

        assertThat(channel.end() - channel.first()).isEqualTo(1);
        assertThat(channel.frame(channel.first()).offset()).isEqualTo(2);
    }

    @Test
    void whatNobodyNeedsIsDroppedAndGivenBack() {
        channel.cover(batch(7, 0));
        channel.append(state(1, "x"));
        channel.append(round(2));
        assertThat(retained.get()).isPositive();

        channel.trim();

        assertThat(retained.get()).isZero();
        assertThat(channel.first()).isEqualTo(2);
        assertThat(channel.covers(2)).isTrue();
        assertThat(channel.covers(1)).isFalse();
        assertThat(channel.stateAfter(-1, 2)).isNegative();
    }
}
