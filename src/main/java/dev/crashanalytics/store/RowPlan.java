package dev.crashanalytics.store;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.Repetition;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SignalFact;
import dev.crashanalytics.store.PgEvents.EventKey;
import dev.crashanalytics.store.PgMultipliers.NewMultiplier;
import dev.crashanalytics.store.PgSignals.NewSignal;
import dev.crashanalytics.store.PgWrites.MultiplierKey;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Plans multipliers and signals, of rounds that are stored and of rounds still to come. */
final class RowPlan {

    private final BatchContext context;
    private final SessionPlan sessions;

    RowPlan(BatchContext context, SessionPlan sessions) {
        this.context = context;
        this.sessions = sessions;
    }

    LongFunction<Receipt> plan(Entry.Multiplier entry) {
        return planMultiplier(entry.key(), entry.facts(), entry.facts().text(MultiplierFact.EVENT_ID));
    }

    LongFunction<Receipt> plan(Entry.Signal entry) {
        return planSignal(entry.key(), entry.facts(), entry.facts().text(SignalFact.EVENT_ID));
    }

    /** Plans what is nested in a round; without an event_id of its own a row is named by its place there. */
    void planNested(Entry.Round entry) {
        RoundKey key = entry.key();
        for (int i = 0; i < entry.multipliers().size(); i++) {
            Facts<MultiplierFact> said = entry.multipliers().get(i);
            planMultiplier(key, said, BatchKeys.eventId(said.text(MultiplierFact.EVENT_ID), key, i));
        }
        for (int i = 0; i < entry.signals().size(); i++) {
            Facts<SignalFact> said = entry.signals().get(i);
            planSignal(key, said, BatchKeys.eventId(said.text(SignalFact.EVENT_ID), key, i));
        }
    }

    private LongFunction<Receipt> planMultiplier(RoundKey key, Facts<MultiplierFact> said, String eventId) {
        EventKey event = new EventKey(EventTable.MULTIPLIERS, key.botId(), key.sessionId(), eventId);
        return settled(
                        event,
                        key,
                        MultiplierFact.class,
                        said,
                        MultiplierFact.GAME_NAME,
                        said.timestamp(MultiplierFact.TIMESTAMP))
                .orElseGet(() -> context.remember(event, addMultiplier(event, key, said)));
    }

    private LongFunction<Receipt> planSignal(RoundKey key, Facts<SignalFact> said, String eventId) {
        EventKey event = new EventKey(EventTable.SIGNALS, key.botId(), key.sessionId(), eventId);
        return settled(event, key, SignalFact.class, said, SignalFact.GAME_NAME, said.timestamp(SignalFact.TIMESTAMP))
                .orElseGet(() -> context.remember(event, addSignal(event, key, said)));
    }

    /** The answer where there is nothing to store: a repeated event, or a row that does not fit. */
    private <F extends Enum<F> & Fact> Optional<LongFunction<Receipt>> settled(
            EventKey event, RoundKey key, Class<F> type, Facts<F> said, F gameName, OffsetDateTime timestamp) {
        Optional<LongFunction<Receipt>> repeated = context.repeated(event, key.roundNumber());
        return repeated.isPresent()
                ? repeated
                : refusal(key, type, said, said.text(gameName), timestamp).map(BatchContext::refused);
    }

    private <F extends Enum<F> & Fact> Optional<Refusal> refusal(
            RoundKey key, Class<F> type, Facts<F> said, String game, OffsetDateTime timestamp) {
        RoundState round = context.view().round(key);
        if (round != null) {
            SessionState known = context.view().session(key.session());
            if (RoundPlan.isArchived(round, known)) {
                return Optional.of(RoundPlan.archived(known));
            }
            List<FactError> contradictions = Repetition.contradictions(type, said, round.facts());
            return contradictions.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Refusal.ofFields(ProblemCode.ROUND_MISMATCH, contradictions));
        }
        SessionState session = context.view().session(key.session());
        if (session == null) {
            return Optional.of(
                    game == null
                            ? Refusal.ofField(
                                    ProblemCode.INVALID,
                                    RoundFact.GAME_NAME.column(),
                                    "is required, since neither the round nor its session is stored yet")
                            : SessionPlan.unknownGame(game));
        }
        if (timestamp != null && session.isArchivedWithItsRound(timestamp)) {
            return Optional.of(Refusal.ofField(
                    ProblemCode.ROUND_ARCHIVED,
                    MultiplierFact.TIMESTAMP.column(),
                    "lies on an archived day of this bot, and its round is not there any more"));
        }
        return game == null || game.equals(session.gameName)
                ? Optional.empty()
                : Optional.of(Refusal.ofField(
                        ProblemCode.GAME_MISMATCH,
                        RoundFact.GAME_NAME.column(),
                        "is " + session.gameName + " in this session, not " + game));
    }

    private LongFunction<Receipt> addMultiplier(EventKey event, RoundKey key, Facts<MultiplierFact> said) {
        SessionState session = touchSession(key);
        RoundState round = context.view().round(key);
        Facts<MultiplierFact> complete = said.toBuilder()
                .put(MultiplierFact.BOT_ID, key.botId())
                .put(MultiplierFact.SESSION_ID, key.sessionId())
                .put(MultiplierFact.ROUND_NUMBER, key.roundNumber())
                .put(MultiplierFact.GAME_NAME, session.gameName)
                .put(MultiplierFact.EVENT_ID, event.eventId())
                .putIfAbsent(
                        MultiplierFact.PLATFORM_CODE,
                        round == null ? null : round.facts().get(RoundFact.PLATFORM_CODE))
                .putIfAbsent(MultiplierFact.IS_CRASH_MULTIPLIER, false)
                .putIfAbsent(MultiplierFact.IS_CASHOUT_MULTIPLIER, false)
                .putIfAbsent(MultiplierFact.MAX_IN_ROUND, false)
                .putIfAbsent(MultiplierFact.TIMESTAMP, context.now())
                .build();
        long id = context.ids().next(EventTable.MULTIPLIERS);
        Long roundId = roundId(session, round);
        NewMultiplier row = new NewMultiplier(id, roundId, context.writes().nextPosition(), complete);
        if (row.isTick()) {
            context.writes().addTick(row);
            return first -> BatchContext.row(event, id, roundId, key.roundNumber(), false, first + row.position());
        }
        MultiplierKey mark = addMark(key, row, round);
        return first -> BatchContext.row(
                event,
                context.writes().multiplierIds.get(mark),
                roundId,
                key.roundNumber(),
                false,
                first + row.position());
    }

    private MultiplierKey addMark(RoundKey key, NewMultiplier row, RoundState round) {
        boolean isCrash = row.facts().flag(MultiplierFact.IS_CRASH_MULTIPLIER);
        MultiplierKey mark = new MultiplierKey(key, isCrash);
        context.writes().addMark(mark, row);
        if (isCrash && round != null && !round.facts().has(RoundFact.CRASH_MULTIPLIER_DETECTED)) {
            context.writes().crashed.add(key);
            context.view().add(round.withCrash(row.facts().decimal(MultiplierFact.MULTIPLIER)));
        }
        return mark;
    }

    private LongFunction<Receipt> addSignal(EventKey event, RoundKey key, Facts<SignalFact> said) {
        SessionState session = touchSession(key);
        RoundState round = context.view().round(key);
        Facts<SignalFact> complete = said.toBuilder()
                .put(SignalFact.BOT_ID, key.botId())
                .put(SignalFact.SESSION_ID, key.sessionId())
                .put(SignalFact.ROUND_NUMBER, key.roundNumber())
                .put(SignalFact.GAME_NAME, session.gameName)
                .put(SignalFact.EVENT_ID, event.eventId())
                .putIfAbsent(SignalFact.TIMESTAMP, context.now())
                .build();
        long id = context.ids().next(EventTable.SIGNALS);
        NewSignal row =
                new NewSignal(id, roundId(session, round), context.writes().nextPosition(), complete);
        context.writes().signals.add(row);
        if (round != null) {
            context.writes().evaluated.add(key);
        }
        return first -> BatchContext.row(event, id, row.roundId(), key.roundNumber(), false, first + row.position());
    }

    private SessionState touchSession(RoundKey key) {
        SessionState session = context.view().session(key.session());
        sessions.announce(session);
        return session;
    }

    /** The round's id; where it is still to come, its session remembers that a row waits for it. */
    private Long roundId(SessionState session, RoundState round) {
        if (round != null) {
            return round.id();
        }
        session.earlyRows++;
        context.writes().sessions.add(session);
        return null;
    }
}
