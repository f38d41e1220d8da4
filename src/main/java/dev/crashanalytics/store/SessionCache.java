package dev.crashanalytics.store;

import dev.crashanalytics.rollup.RollupKey;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.SessionKey;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions as the last transaction of this connection left them, with the version of their row. A transaction of nothing
 * but rounds that follow on theirs needs to read nothing: it is planned from here, and {@link PgGuard} makes it fail if
 * any of this is no longer so. Least recently used sessions are dropped. For one thread.
 */
final class SessionCache {

    private static final int MAX_SESSIONS = 5_000;
    private static final int MAX_PLATFORMS = 1_000;

    private final Map<SessionKey, SessionState> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Platform, Optional<String>> currencies = new HashMap<>();

    /** A platform, and what is thought to be its currency; null where the platform is unknown. */
    record Platform(String game, String code) {}

    /**
     * What a transaction of these entries would read, if it is all here.
     *
     * @param now when rounds started that do not say when
     */
    Optional<CachedView> view(List<Entry> entries, OffsetDateTime now) {
        Map<SessionKey, Long> lastRounds = new HashMap<>();
        Map<SessionKey, LocalDate> oldestDays = new HashMap<>();
        Set<Platform> platforms = new HashSet<>();
        for (Entry entry : entries) {
            if (!(entry instanceof Entry.Round round) || !isPlain(round)) {
                return Optional.empty();
            }
            SessionState session = sessions.get(round.key().session());
            Platform platform = platform(round);
            if (session == null || session.earlyRows > 0 || !currencies.containsKey(platform)) {
                return Optional.empty();
            }
            long last = lastRounds.getOrDefault(session.key, session.lastRoundNumber);
            if (round.key().roundNumber() <= last) {
                return Optional.empty();
            }
            lastRounds.put(session.key, round.key().roundNumber());
            oldestDays.merge(session.key, day(round, now), (one, other) -> one.isBefore(other) ? one : other);
            platforms.add(platform);
        }
        return Optional.of(take(oldestDays, platforms));
    }

    /** Keeps what a transaction left behind; it has committed, and changed these sessions through their rounds alone. */
    void keep(Collection<SessionState> committed) {
        committed.forEach(session -> sessions.put(session.key, session));
        var oldest = sessions.keySet().iterator();
        for (int excess = sessions.size() - MAX_SESSIONS; excess > 0; excess--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Forgets sessions that a transaction may have changed in other ways. */
    void forget(Collection<SessionKey> keys) {
        sessions.keySet().removeAll(Set.copyOf(keys));
    }

    /** Keeps the currencies of the platforms that these rounds name, as a transaction has read them. */
    void keepPlatforms(List<Entry> entries, BatchView read) {
        if (currencies.size() > MAX_PLATFORMS) {
            currencies.clear();
        }
        for (Entry entry : entries) {
            if (entry instanceof Entry.Round round
                    && read.isKnownGame(platform(round).game())) {
                Platform platform = platform(round);
                currencies.put(platform, Optional.ofNullable(read.currency(platform.game(), platform.code())));
            }
        }
    }

    /** Forgets everything: something was not as it was thought to be. */
    void clear() {
        sessions.clear();
        currencies.clear();
    }

    /**
     * What a transaction is planned from.
     *
     * @param currencies of the platforms it names; empty for unknown platforms
     * @param oldestDays the UTC day of the oldest round of each session
     */
    record CachedView(
            BatchView view,
            List<SessionState> sessions,
            Map<Platform, Optional<String>> currencies,
            Map<SessionKey, LocalDate> oldestDays) {}

    /** The transaction changes the sessions in place, so they are gone from here until it has committed. */
    private CachedView take(Map<SessionKey, LocalDate> oldestDays, Set<Platform> platforms) {
        BatchView view = new BatchView();
        List<SessionState> taken =
                oldestDays.keySet().stream().sorted().map(sessions::remove).toList();
        taken.forEach(view::add);
        Map<Platform, Optional<String>> named = new HashMap<>();
        for (Platform platform : platforms) {
            Optional<String> currency = currencies.get(platform);
            named.put(platform, currency);
            view.addPlatform(platform.game(), platform.code(), currency.orElse(null));
        }
        return new CachedView(view, taken, named, oldestDays);
    }

    private static boolean isPlain(Entry.Round round) {
        return round.multipliers().isEmpty() && round.signals().isEmpty() && round.outcome() == null;
    }

    private static LocalDate day(Entry.Round round, OffsetDateTime now) {
        OffsetDateTime start = round.facts().timestamp(RoundFact.ROUND_START_TIMESTAMP);
        return RollupKey.dayOf(start == null ? now : start);
    }

    private static Platform platform(Entry.Round round) {
        return new Platform(
                round.facts().text(RoundFact.GAME_NAME), round.facts().text(RoundFact.PLATFORM_CODE));
    }
}
