package dev.crashanalytics.round;

/** What identifies a round: its session and its number there, counted from 1 by the bot. */
public record RoundKey(String botId, String sessionId, long roundNumber) {

    /** Keys of many bots that count their ids and rounds alike must not collide: each part is spread on its own. */
    @Override
    public int hashCode() {
        int session = botId.hashCode() * 0x9E3779B9 + sessionId.hashCode();
        return session * 0x85EBCA6B + Long.hashCode(roundNumber) * 0xC2B2AE35;
    }

    public SessionKey session() {
        return new SessionKey(botId, sessionId);
    }
}
