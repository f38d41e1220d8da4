package dev.crashanalytics.store;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.ErrorFact;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.OcrFact;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionFact;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.round.SignalFact;
import dev.crashanalytics.store.PgEvents.EventKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a transaction has to lock and look up for its entries. */
final class BatchKeys {

    final TreeSet<SessionKey> sessions = new TreeSet<>();
    final Set<RoundKey> rounds = new HashSet<>();
    final Set<String> games = new HashSet<>();
    /** Bots of entries that belong to no session, each with null for its session. */
    final Map<String, String> lonelyBots = new TreeMap<>();

    final Map<EventTable, List<EventKey>> events = new EnumMap<>(EventTable.class);

    /** How many ids each table may need at the most. */
    final Map<EventTable, Integer> newEvents = new EnumMap<>(EventTable.class);

    int newRounds;

    static BatchKeys of(List<Entry> entries) {
        BatchKeys keys = new BatchKeys();
        entries.forEach(keys::add);
        return keys;
    }

    /** The event id of the {@code index}-th row nested in a round. */
    static String nestedEventId(RoundKey round, int index) {
        return round.roundNumber() + ":" + index;
    }

    private void add(Entry entry) {
        if (entry instanceof Entry.Round round) {
            addRound(round);
        } else if (entry instanceof Entry.Multiplier multiplier) {
            addOfRound(multiplier.key(), multiplier.facts(), MultiplierFact.GAME_NAME);
            addEvent(
                    EventTable.MULTIPLIERS, multiplier.key(), multiplier.facts().text(MultiplierFact.EVENT_ID));
        } else if (entry instanceof Entry.Signal signal) {
            addOfRound(signal.key(), signal.facts(), SignalFact.GAME_NAME);
            addEvent(EventTable.SIGNALS, signal.key(), signal.facts().text(SignalFact.EVENT_ID));
        } else if (entry instanceof Entry.RoundOutcome outcome) {
            sessions.add(outcome.key().session());
            rounds.add(outcome.key());
        } else if (entry instanceof Entry.Error error) {
            addOfBot(error.botId(), error.sessionId(), error.roundNumber());
            addEvent(
                    EventTable.ERRORS,
                    error.botId(),
                    error.sessionId(),
                    error.facts().text(ErrorFact.EVENT_ID));
        } else if (entry instanceof Entry.Ocr ocr) {
            addOfBot(ocr.botId(), ocr.sessionId(), ocr.roundNumber());
            addEvent(EventTable.OCR, ocr.botId(), ocr.sessionId(), ocr.facts().text(OcrFact.EVENT_ID));
        } else if (entry instanceof Entry.SessionStart start) {
            sessions.add(start.key());
            games.add(start.facts().text(SessionFact.GAME_NAME));
        } else if (entry instanceof Entry.SessionClose close) {
            sessions.add(close.key());
        }
    }

    private void addRound(Entry.Round round) {
        addOfRound(round.key(), round.facts(), RoundFact.GAME_NAME);
        newRounds++;
        for (int i = 0; i < round.multipliers().size(); i++) {
            addEvent(
                    EventTable.MULTIPLIERS,
                    round.key(),
                    eventId(round.multipliers().get(i).text(MultiplierFact.EVENT_ID), round.key(), i));
        }
        for (int i = 0; i < round.signals().size(); i++) {
            addEvent(
                    EventTable.SIGNALS,
                    round.key(),
                    eventId(round.signals().get(i).text(SignalFact.EVENT_ID), round.key(), i));
        }
    }

    static String eventId(String said, RoundKey round, int index) {
        return said == null ? nestedEventId(round, index) : said;
    }

    private <F extends Enum<F> & Fact> void addOfRound(RoundKey key, Facts<F> facts, F game) {
        sessions.add(key.session());
        rounds.add(key);
        if (facts.has(game)) {
            games.add(facts.text(game));
        }
    }

    private void addOfBot(String botId, String sessionId, Long roundNumber) {
        lonelyBots.put(botId, null);
        if (sessionId != null) {
            sessions.add(new SessionKey(botId, sessionId));
            if (roundNumber != null) {
                rounds.add(new RoundKey(botId, sessionId, roundNumber));
            }
        }
    }

    private void addEvent(EventTable table, RoundKey key, String eventId) {
        addEvent(table, key.botId(), key.sessionId(), eventId);
    }

    private void addEvent(EventTable table, String botId, String sessionId, String eventId) {
        newEvents.merge(table, 1, Integer::sum);
        if (eventId != null) {
            events.computeIfAbsent(table, t -> new ArrayList<>()).add(new EventKey(table, botId, sessionId, eventId));
        }
    }
}
