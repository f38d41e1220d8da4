package dev.crashanalytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.store.PgEvents.EventKey;
import dev.crashanalytics.wire.ClientFrame;
import dev.crashanalytics.wire.ClientFrames;
import dev.crashanalytics.wire.MalformedJsonException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchKeysTest {

    private static final String ROUND =
            "\"session_id\":\"s\",\"game_name\":\"aviator\",\"platform_code\":\"p\",\"stake_value\":1";

    @Test
    void sessionsAreLockedInKeyOrder() {
        BatchKeys keys =
                keys("[{\"bot_id\":\"b2\",\"round_number\":1," + ROUND + "},{\"bot_id\":\"b1\",\"round_number\":1,"
                        + ROUND + "},{\"bot_id\":\"b10\",\"round_number\":1," + ROUND + "}]");

        assertThat(keys.sessions)
                .containsExactly(new SessionKey("b1", "s"), new SessionKey("b10", "s"), new SessionKey("b2", "s"));
        assertThat(keys.games).containsExactly("aviator");
        assertThat(keys.newRounds).isEqualTo(3);
        assertThat(keys.lonelyBots).isEmpty();
    }

    @Test
    void nestedRowsAreNamedByTheirPlaceUnlessTheySay() {
        BatchKeys keys = keys("{\"bot_id\":\"b\",\"round_number\":7," + ROUND
                + ",\"multipliers\":[{\"multiplier\":1},{\"multiplier\":2,\"event_id\":\"mine\"}],"
                + "\"signals\":[{}]}");

        assertThat(keys.events)
                .containsOnlyKeys(EventTable.MULTIPLIERS, EventTable.SIGNALS)
                .containsEntry(
                        EventTable.MULTIPLIERS,
                        List.of(
                                new EventKey(EventTable.MULTIPLIERS, "b", "s", "7:0"),
                                new EventKey(EventTable.MULTIPLIERS, "b", "s", "mine")))
                .containsEntry(EventTable.SIGNALS, List.of(new EventKey(EventTable.SIGNALS, "b", "s", "7:0")));
        assertThat(keys.newEvents)
                .containsExactlyInAnyOrderEntriesOf(Map.of(EventTable.MULTIPLIERS, 2, EventTable.SIGNALS, 1));
    }

    @Test
    void eventsWithoutANameNeedAnIdAndNoLookUp() {
        BatchKeys keys = keys("{\"type\":\"multiplier\",\"bot_id\":\"b\",\"session_id\":\"s\",\"round_number\":3,"
                + "\"multiplier\":1.5}");

        assertThat(keys.events).isEmpty();
        assertThat(keys.newEvents).containsExactly(Map.entry(EventTable.MULTIPLIERS, 1));
        assertThat(keys.rounds).containsExactly(new RoundKey("b", "s", 3));
        assertThat(keys.newRounds).isZero();
        assertThat(keys.games).isEmpty();
    }

    @Test
    void logsBelongToABotAndPerhapsToASessionAndARound() {
        BatchKeys keys = keys(
                "[{\"type\":\"error\",\"bot_id\":\"b1\",\"error_type\":\"x\",\"event_id\":\"e\"},"
                        + "{\"type\":\"ocr_validation\",\"bot_id\":\"b2\",\"session_id\":\"s\",\"round_number\":5,\"raw_ocr_text\":\"1\"}]");

        assertThat(keys.lonelyBots).containsOnlyKeys("b1", "b2").containsValues((String) null);
        assertThat(keys.sessions).containsExactly(new SessionKey("b2", "s"));
        assertThat(keys.rounds).containsExactly(new RoundKey("b2", "s", 5));
        assertThat(keys.events)
                .containsExactly(
                        Map.entry(EventTable.ERRORS, List.of(new EventKey(EventTable.ERRORS, "b1", null, "e"))));
    }

    @Test
    void sessionsAreLockedForTheirStartAndEnd() {
        BatchKeys keys =
                keys("[{\"type\":\"session_start\",\"bot_id\":\"b\",\"session_id\":\"s1\",\"game_name\":\"jetx\"},"
                        + "{\"type\":\"session_close\",\"bot_id\":\"b\",\"session_id\":\"s2\"}]");

        assertThat(keys.sessions).containsExactly(new SessionKey("b", "s1"), new SessionKey("b", "s2"));
        assertThat(keys.games).containsExactly("jetx");
    }

    private static BatchKeys keys(String message) {
        try {
            List<Entry> entries = ClientFrames.readMessage(message, 100).frames().stream()
                    .map(frame -> ((ClientFrame.Complete) frame).entry())
                    .toList();
            return BatchKeys.of(entries);
        } catch (MalformedJsonException e) {
            throw new AssertionError(message, e);
        }
    }
}
