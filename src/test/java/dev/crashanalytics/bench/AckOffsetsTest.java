package dev.crashanalytics.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckOffsetsTest {

    private final List<Long> offsets = new ArrayList<>();
    private final AckOffsets acks = new AckOffsets(offsets::add);

    @Test
    void findsTheOffsetOfEveryAck() {
        scan(ack(",\"offset\":41"));
        scan("{\"type\":\"acks\",\"items\":[" + ack(",\"offset\":43") + "," + ack(",\"offset\":44") + "]}");

        assertThat(offsets).containsExactly(41L, 43L, 44L);
    }

    @Test
    void failsWhereOneHasNone() {
        assertThatThrownBy(() -> scan(ack(""))).hasMessageContaining("without an offset");
    }

    @Test
    void failsOnAnythingButAPlainAck() {
        assertThatThrownBy(() -> scan("{\"type\":\"error\",\"code\":\"round_conflict\"}"))
                .hasMessageContaining("round_conflict");
    }

    private static String ack(String offset) {
        return "{\"type\":\"ack\",\"round_id\":7,\"duplicate\":false" + offset + ",\"warnings\":[]}";
    }

    private void scan(String message) {
        byte[] text = Bytes.ascii("padding" + message + "padding");
        acks.scan(text, 7, text.length - 7);
    }
}
