package dev.crashanalytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.RoundKey;

/** Frames as clients send them, and what is read from them. */
final class SentFrames {

    static final RoundKey ROUND_KEY = new RoundKey("b", "s", 3);

    /** The members that name {@link #ROUND_KEY}. */
    static final String KEY = "\"bot_id\":\"b\",\"session_id\":\"s\",\"round_number\":3";

    /** The members of that round, the required ones alone. */
    static final String ROUND = KEY + ",\"game_name\":\"aviator\",\"platform_code\":\"dafabet\",\"stake_value\":1";

    private SentFrames() {}

    /** The only frame of a message, or its first. */
    static ClientFrame frame(String text) throws MalformedJsonException {
        return ClientFrames.readMessage(text, 10).frames().get(0);
    }

    /** What a frame that is complete holds. */
    static Entry entry(ClientFrame frame) {
        assertThat(frame).isInstanceOf(ClientFrame.Complete.class);
        return ((ClientFrame.Complete) frame).entry();
    }

    /** Why a frame is invalid. */
    static Refusal refusal(ClientFrame frame) {
        assertThat(frame).isInstanceOf(ClientFrame.Invalid.class);
        return ((ClientFrame.Invalid) frame).refusal();
    }
}
