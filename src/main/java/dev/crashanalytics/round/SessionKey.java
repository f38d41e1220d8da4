package dev.crashanalytics.round;

import java.util.Comparator;

/** What identifies a session. Ordered, since every transaction locks its sessions in this order. */
public record SessionKey(String botId, String sessionId) implements Comparable<SessionKey> {

    private static final Comparator<SessionKey> ORDER =
            Comparator.comparing(SessionKey::botId).thenComparing(SessionKey::sessionId);

    @Override
    public int compareTo(SessionKey other) {
        return ORDER.compare(this, other);
    }
}
