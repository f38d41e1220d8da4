package dev.crashanalytics.store;

import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.store.PgEvents.EventKey;
import dev.crashanalytics.store.PgEvents.StoredEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a transaction sees: the stored state as of its locks, and what it added itself since. Used by one thread. */
final class BatchView {

    private final Map<SessionKey, SessionState> sessions = new HashMap<>();
    private final Map<RoundKey, RoundState> rounds = new HashMap<>();
    private final Map<EventKey, StoredEvent> events = new HashMap<>();
    private final Set<String> games = new HashSet<>();
    private final Map<Platform, String> currencies = new HashMap<>();

    private record Platform(String game, String code) {}

    void add(SessionState session) {
        sessions.put(session.key, session);
    }

    void add(RoundState round) {
        rounds.put(round.key(), round);
    }

    void add(StoredEvent event) {
        events.put(event.key(), event);
    }

    void addPlatform(String game, String code, String currency) {
        games.add(game);
        currencies.put(new Platform(game, code), currency);
    }

    boolean isKnownGame(String game) {
        return games.contains(game);
    }

    /** The currency of a platform; null where the platform is unknown. */
    String currency(String game, String platform) {
        return currencies.get(new Platform(game, platform));
    }

    /** The session, or null. */
    SessionState session(SessionKey key) {
        return sessions.get(key);
    }

    Iterable<SessionState> sessions() {
        return sessions.values();
    }

    /** The round, or null. */
    RoundState round(RoundKey key) {
        return rounds.get(key);
    }

    /** The event as it was before this transaction, or null. */
    StoredEvent event(EventKey key) {
        return events.get(key);
    }
}
