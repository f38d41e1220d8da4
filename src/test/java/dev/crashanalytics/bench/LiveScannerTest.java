package dev.crashanalytics.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveScannerTest {

    private static final String TOPIC = "session:b/s";

    private final Receipts receipts = new Receipts();
    private final LiveScanner scanner = new LiveScanner(TOPIC, receipts);

    @Test
    void countsEventsAndKeepsTheirOffsetsAndTimes() {
        receipts.restart();
        receipts.now(70);
        scan(event(41));
        receipts.now(80);
        scan(event(1_234_567_890_123L));

        assertThat(receipts.events()).isEqualTo(2);
        assertThat(receipts.bytes())
                .isEqualTo(event(41).length() + event(1_234_567_890_123L).length());
        assertThat(receipts.size()).isEqualTo(2);
        assertThat(receipts.offset(1)).isEqualTo(1_234_567_890_123L);
        assertThat(receipts.time(0)).isEqualTo(70);
        assertThat(receipts.time(1)).isEqualTo(80);
    }

    @Test
    void keepsNoTimesWhileNothingIsMeasured() {
        scan(event(1));

        assertThat(receipts.events()).isOne();
        assertThat(receipts.size()).isZero();
    }

    @Test
    void knowsTheOtherFrames() {
        scan("{\"type\":\"hello\",\"protocol\":\"1\"}");
        scan("{\"type\":\"heartbeat\",\"epoch\":\"e\",\"offset\":7}");
        assertThat(scanner.isSubscribed()).isFalse();

        scan("{\"type\":\"subscribed\",\"id\":1,\"topic\":\"session:b/s\",\"offset\":7}");
        scan("{\"type\":\"lagged\",\"topic\":\"session:b/s\",\"missed\":12}");

        assertThat(scanner.isSubscribed()).isTrue();
        assertThat(receipts.missed()).isEqualTo(12);
        assertThat(receipts.events()).isZero();
    }

    @Test
    void failsOnAnEventTwice() {
        scan(event(41));

        assertThatThrownBy(() -> scan(event(41))).hasMessageContaining("41 after 41");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"error\",\"code\":\"session_not_found\"}",
                "{\"type\":\"event\",\"topic\":\"session:b/other\",\"offset\":1,\"event\":\"round\"}",
                "{\"type\":\"event\",\"topic\":\"session:b/s\",\"offset\":x,\"event\":\"round\"}",
                "{\"type\":\"event\",\"topic\":\"session:b/s\",\"offset\":12",
                "{}"
            })
    void failsOnAnythingElse(String message) {
        assertThatThrownBy(() -> scan(message)).isInstanceOf(IllegalStateException.class);
    }

    private static String event(long offset) {
        return "{\"type\":\"event\",\"topic\":\"" + TOPIC + "\",\"offset\":" + offset
                + ",\"event\":\"round\",\"data\":{}}";
    }

    private void scan(String message) {
        byte[] text = Bytes.ascii("padding" + message + "1padding");
        scanner.scan(text, 7, text.length - 8);
    }
}
