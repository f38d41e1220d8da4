package dev.crashanalytics.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

/** A JSON object a bot sends, a round above all; {@code toString} is its text. */
public final class RoundBody {

    /** The session of every round that names no other. */
    public static final String SESSION = "s1";

    private final ObjectNode json = ApiClient.JSON.createObjectNode();

    private RoundBody() {}

    /** A bot id that no other test uses. */
    public static String newBot(String name) {
        return ApiClient.unique(name);
    }

    /** An object without members. */
    public static RoundBody empty() {
        return new RoundBody();
    }

    /** The round of the guide's first example: 10.00 staked, cashed out at 1.33 before the crash at 2.45. */
    public static RoundBody win(String bot, long number) {
        return played(bot, number, "WIN").with("crash_multiplier", "2.45").with("cashout_multiplier", "1.33");
    }

    /** 10.00 staked and lost in a crash at 1.20. */
    public static RoundBody loss(String bot, long number) {
        return played(bot, number, "LOSS").with("crash_multiplier", "1.20");
    }

    /** Watched only, the crash unseen. */
    public static RoundBody skip(String bot, long number) {
        return key(bot, number).with("platform_code", "dafabet").with("stake_value", "0");
    }

    /** What names a round, and its game: enough for a multiplier or a signal to come before it. */
    public static RoundBody key(String bot, long number) {
        return empty().with("bot_id", bot)
                .with("session_id", SESSION)
                .with("round_number", number)
                .with("game_name", "aviator");
    }

    private static RoundBody played(String bot, long number, String outcome) {
        return key(bot, number)
                .with("platform_code", "dafabet")
                .with("stake_value", "10.00")
                .with("round_outcome", outcome);
    }

    /** Sets a member; a string stays a string. */
    public RoundBody with(String name, Object value) {
        json.set(name, ApiClient.JSON.valueToTree(value instanceof RoundBody body ? body.json : value));
        return this;
    }

    /** Sets a member to that very JSON text. */
    public RoundBody raw(String name, String text) {
        json.putRawValue(name, new RawValue(text));
        return this;
    }

    public RoundBody without(String name) {
        json.remove(name);
        return this;
    }

    /** Another one, with the same members. */
    public RoundBody copy() {
        RoundBody copy = new RoundBody();
        copy.json.setAll(json);
        return copy;
    }

    @Override
    public String toString() {
        try {
            return ApiClient.JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
