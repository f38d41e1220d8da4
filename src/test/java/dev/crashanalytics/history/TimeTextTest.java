package dev.crashanalytics.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as files have them. */
class TimeTextTest {

    private static final TimeText UTC = new TimeText(ZoneOffset.UTC, DateOrder.UNKNOWN);

    private static String read(TimeText times, String text) throws UnreadableException {
        return times.read(text).toInstant().toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2025-10-17T00:20:03.163131     | 2025-10-17T00:20:03.163131Z",
                "2025-10-17T00:20:03.1631319    | 2025-10-17T00:20:03.163131Z",
                "2025-10-17 00:20               | 2025-10-17T00:20:00Z",
                "2025-10-17T00:20:03+05:30      | 2025-10-16T18:50:03Z",
                "2025-10-17T00:20:03Z           | 2025-10-17T00:20:03Z",
                "2025-10-17 00:20:03 UTC        | 2025-10-17T00:20:03Z",
                "2025-10-17 00:20:03,5          | 2025-10-17T00:20:03.500Z",
                "2025-10-17                     | 2025-10-17T00:00:00Z",
                "2025/1/7 9:05                  | 2025-01-07T09:05:00Z",
                "17.10.2025 14:35               | 2025-10-17T14:35:00Z",
                "03.04.2025                     | 2025-04-03T00:00:00Z",
                "17/10/2025, 14:35:01           | 2025-10-17T14:35:01Z",
                "10/17/2025 2:35 PM             | 2025-10-17T14:35:00Z",
                "10/17/25 12:05 am              | 2025-10-17T00:05:00Z",
                "04/04/2025                     | 2025-04-04T00:00:00Z",
                "Oct 17, 2025 2:44 PM           | 2025-10-17T14:44:00Z",
                "17 October 2025 14:44          | 2025-10-17T14:44:00Z",
                "17-Oct-2025                    | 2025-10-17T00:00:00Z",
                "1760712000                     | 2025-10-17T14:40:00Z",
                "1760712000.25                  | 2025-10-17T14:40:00.250Z",
                "1760712000123                  | 2025-10-17T14:40:00.123Z",
                "1760712000123456               | 2025-10-17T14:40:00.123456Z",
            })
    void readsManyForms(String text, String time) throws UnreadableException {
        assertThat(read(UTC, text)).isEqualTo(time);
    }

    @Test
    void aDateThatMayBeTwoDaysIsRefusedUnlessTheOrderIsKnown() throws UnreadableException {
        assertThatThrownBy(() -> UTC.read("03/04/2025 10:00"))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("03/04/2025 10:00 may be 2025-04-03 or 2025-03-04: send date_order=dmy or date_order=mdy");

        assertThat(read(new TimeText(ZoneOffset.UTC, DateOrder.DMY), "03/04/2025 10:00"))
                .isEqualTo("2025-04-03T10:00:00Z");
        assertThat(read(new TimeText(ZoneOffset.UTC, DateOrder.MDY), "03/04/2025 10:00"))
                .isEqualTo("2025-03-04T10:00:00Z");
    }

    @Test
    void timesWithoutAnOffsetAreOfTheZone() throws UnreadableException {
        TimeText kolkata = new TimeText(ZoneId.of("Asia/Kolkata"), DateOrder.UNKNOWN);

        assertThat(read(kolkata, "2025-10-17T05:30:00")).isEqualTo("2025-10-17T00:00:00Z");
        assertThat(read(kolkata, "2025-10-17T05:30:00Z")).isEqualTo("2025-10-17T05:30:00Z");
        assertThat(read(kolkata, "1760712000")).isEqualTo("2025-10-17T14:40:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "14:35",
                "2025-13-01",
                "2025-02-30",
                "2025-10-17 25:00",
                "10/17/2025 13:00 PM",
                "31/31/2025",
                "1960-01-01",
                "17 Foo 2025",
                "2025-10-17T00:20:03 Mars",
                "2025-10-17T00:20:03+99:00",
                "20251017",
                "0",
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> UTC.read(text))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("must be a time such as 2026-01-31 14:05:00, not " + text);
    }
}
