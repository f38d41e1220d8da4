package dev.crashanalytics.round;

/** What identifies a round: its session and its number there, counted from 1 by the bot. */
public record RoundKey(String botId, String sessionId, long roundNumber) {

    public SessionKey session() {
        return new SessionKey(botId, sessionId);
    }
}
