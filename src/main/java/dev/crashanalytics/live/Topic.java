package dev.crashanalytics.live;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.QueryValues;
import dev.crashanalytics.round.SessionKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a subscription is about.
 *
 * @param text as the client wrote it, and as its frames name it
 * @param botId of a session or bot topic; null where a session is named without its bot and not looked up yet
 * @param sessionId of a session topic
 * @param gameName of a game topic
 */
record Topic(String text, Kind kind, String botId, String sessionId, String gameName) {

    /** Three times what the longest session topic needs without escapes. */
    private static final int MAX_LENGTH = 1_000;

    private static final int MAX_BOT = 50;
    private static final int MAX_SESSION = 100;
    private static final int MAX_GAME = 50;

    enum Kind {
        SESSION,
        BOT,
        GAME,
        ALL
    }

    /**
     * Reads {@code session:{bot_id}/{session_id}}, {@code session:{session_id}}, {@code bot:{bot_id}}, {@code
     * game:{game_name}} or {@code all}, ids percent-encoded.
     *
     * @throws ProblemException {@code unknown_topic}
     */
    static Topic parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw unknown("is longer than " + MAX_LENGTH + " characters");
        }
        if (text.equals("all")) {
            return new Topic(text, Kind.ALL, null, null, null);
        }
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "session" -> session(text, rest);
            case "bot" -> new Topic(text, Kind.BOT, id(rest, MAX_BOT), null, null);
            case "game" -> new Topic(text, Kind.GAME, null, null, id(rest, MAX_GAME));
            default ->
                throw unknown("is none of session:{bot_id}/{session_id}, session:{session_id}, bot:{bot_id},"
                        + " game:{game_name}, all");
        };
    }

    /** The same topic, of the bot whose session it turned out to be. */
    Topic ofBot(String owner) {
        return new Topic(text, kind, owner, sessionId, gameName);
    }

    /** Whether the bot of the session is still to be found out. */
    boolean isUnresolved() {
        return kind == Kind.SESSION && botId == null;
    }

    SessionKey session() {
        return new SessionKey(botId, sessionId);
    }

    /** Whether an event belongs here. */
    boolean takes(FeedEvent event) {
        return switch (kind) {
            case ALL -> true;
            case GAME -> gameName.equals(event.gameName());
            case BOT -> botId.equals(event.botId());
            case SESSION -> sessionId.equals(event.sessionId()) && botId.equals(event.botId());
        };
    }

    private static Topic session(String text, String rest) {
        int slash = rest.indexOf('/');
        String bot = slash < 0 ? null : id(rest.substring(0, slash), MAX_BOT);
        return new Topic(text, Kind.SESSION, bot, id(rest.substring(slash + 1), MAX_SESSION), null);
    }

    private static String id(String encoded, int maxLength) {
        String id = decode(encoded);
        if (!QueryValues.isStorable(id, maxLength)) {
            throw unknown("needs an id of 1 to " + maxLength + " characters");
        }
        return id;
    }

    /** RFC 3986: a '+' is a '+', and every '/' within an id is escaped. */
    private static String decode(String encoded) {
        if (encoded.indexOf('/') >= 0) {
            throw unknown("has a '/' too many: within an id it is %2F");
        }
        byte[] utf8 = encoded.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(utf8.length);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '%') {
                decoded.put(octet(encoded, utf8, i));
                i += 2;
            } else {
                decoded.put(utf8[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw unknown("is not percent-encoded UTF-8");
        }
    }

    private static byte octet(String encoded, byte[] utf8, int at) {
        int high = at + 2 < utf8.length ? Character.digit(utf8[at + 1], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(utf8[at + 2], 16);
        if (low < 0) {
            throw unknown("has a '%' without two hexadecimal digits after it: " + encoded.toLowerCase(Locale.ROOT));
        }
        return (byte) (high << 4 | low);
    }

    private static ProblemException unknown(String reason) {
        return new ProblemException(ProblemCode.UNKNOWN_TOPIC, "topic " + reason);
    }
}
