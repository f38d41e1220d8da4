package dev.crashanalytics.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckScannerTest {

    private static final String ACK =
            "{\"type\":\"ack\",\"id\":\"\\\"type\\\":\",\"round_id\":7,\"duplicate\":false,\"offset\":1,\"warnings\":[]}";

    private final AckScanner scanner = new AckScanner();

    @Test
    void countsSingleAcksAndItemsOfBatches() {
        scan(ACK);
        scan("{\"type\":\"acks\",\"items\":[" + ACK + "," + ACK + "]}");

        assertThat(scanner.acks()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"error\",\"code\":\"database_unavailable\",\"retryable\":true}",
                "{\"type\":\"ack\",\"round_id\":7,\"duplicate\":true,\"warnings\":[]}",
                "{\"type\":\"ack\",\"round_id\":7,\"duplicate\":false,\"warnings\":[\"session is closed\"]}",
                "{\"type\":\"ack\",\"round_id\":7}",
                "{\"type\":\"acks\",\"items\":[]}",
                "{}"
            })
    void failsOnAnythingButAPlainAck(String answer) {
        assertThatThrownBy(() -> scan(answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(answer);
    }

    @Test
    void failsOnOneErrorAmongAcks() {
        String items = ACK + ",{\"type\":\"error\",\"code\":\"round_conflict\"}," + ACK;

        assertThatThrownBy(() -> scan("{\"type\":\"acks\",\"items\":[" + items + "]}"))
                .isInstanceOf(IllegalStateException.class);
    }

    private void scan(String message) {
        byte[] text = Bytes.ascii("padding" + message + "padding");
        scanner.scan(text, 7, text.length - 7);
    }
}
