package dev.crashanalytics.store;

import static dev.crashanalytics.store.BatchContext.refused;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.OutcomeFact;
import dev.crashanalytics.round.Repetition;
import dev.crashanalytics.round.RoundDerivation;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.RoundRules;
import dev.crashanalytics.round.SameFacts;
import dev.crashanalytics.round.Streak;
import dev.crashanalytics.round.Warning;
import dev.crashanalytics.store.PgEvents.EventKey;
import dev.crashanalytics.store.PgOutcomes.Replacement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Plans rounds, what is nested in them, and their outcomes. */
final class RoundPlan {

    private static final SameFacts SAME_FACTS = new SameFacts(JsonValues::same);

    private final BatchContext context;
    private final SessionPlan sessions;
    private final RowPlan rows;

    RoundPlan(BatchContext context, SessionPlan sessions, RowPlan rows) {
        this.context = context;
        this.sessions = sessions;
        this.rows = rows;
    }

    LongFunction<Receipt> plan(Entry.Round entry) {
        String game = entry.facts().text(RoundFact.GAME_NAME);
        if (!context.view().isKnownGame(game)) {
            return refused(SessionPlan.unknownGame(game));
        }
        SessionState session = context.view().session(entry.key().session());
        if (!session.gameName.equals(game)) {
            return refused(Refusal.ofField(
                    ProblemCode.GAME_MISMATCH,
                    RoundFact.GAME_NAME.column(),
                    "is " + session.gameName + " in this session, not " + game));
        }
        RoundState stored = context.view().round(entry.key());
        if (stored != null) {
            return planRepeated(entry, stored, session);
        }
        OffsetDateTime start = entry.facts().timestamp(RoundFact.ROUND_START_TIMESTAMP);
        return session.isArchived(start == null ? context.now() : start)
                ? refused(archived(session))
                : planNew(entry, session);
    }

    LongFunction<Receipt> plan(Entry.RoundOutcome entry) {
        RoundState round = context.view().round(entry.key());
        if (round == null) {
            return refused(new Refusal(
                    ProblemCode.ROUND_NOT_FOUND,
                    "round " + entry.key().roundNumber() + " is not stored; log the round first, or send both in one"));
        }
        SessionState session = context.view().session(entry.key().session());
        if (isArchived(round, session)) {
            return refused(archived(session));
        }
        List<FactError> contradictions = Repetition.contradictions(OutcomeFact.class, entry.facts(), round.facts());
        if (!contradictions.isEmpty()) {
            return refused(Refusal.ofFields(ProblemCode.ROUND_MISMATCH, contradictions));
        }
        PgWrites writes = context.writes();
        writes.outcomes.put(entry.key(), new Replacement(entry.facts(), false));
        writes.addLate(entry.key());
        EventKey unnamed = new EventKey(null, entry.key().botId(), entry.key().sessionId(), null);
        return first -> BatchContext.row(
                unnamed,
                writes.outcomeIds.get(entry.key()),
                round.id(),
                entry.key().roundNumber(),
                false,
                null);
    }

    private LongFunction<Receipt> planNew(Entry.Round entry, SessionState session) {
        List<Warning> warnings = warnings(entry.facts(), session);
        RoundState round = add(session, entry.key(), entry.facts());
        rows.planNested(entry);
        if (entry.outcome() != null) {
            context.writes().outcomes.put(entry.key(), new Replacement(entry.outcome(), false));
        }
        return BatchContext.round(round, false, warnings);
    }

    private LongFunction<Receipt> planRepeated(Entry.Round entry, RoundState stored, SessionState session) {
        List<FactError> differences = SAME_FACTS.differences(entry.facts(), stored.facts());
        if (!differences.isEmpty()) {
            return refused(Refusal.ofFields(ProblemCode.ROUND_CONFLICT, differences));
        }
        if (isArchived(stored, session)) {
            return BatchContext.round(stored, true, List.of());
        }
        rows.planNested(entry);
        if (entry.outcome() != null) {
            // A retry must not undo what the bot has said since.
            context.writes().outcomes.putIfAbsent(entry.key(), new Replacement(entry.outcome(), true));
        }
        return BatchContext.round(stored, true, List.of());
    }

    private RoundState add(SessionState session, RoundKey key, Facts<RoundFact> said) {
        sessions.announce(session);
        String currency = context.view().currency(session.gameName, said.text(RoundFact.PLATFORM_CODE));
        Facts<RoundFact> complete = new RoundDerivation(session.botStrategy, currency, context.now()).complete(said);
        boolean late = key.roundNumber() < session.lastRoundNumber;
        Streak streak = late ? Streak.NONE : session.streak.after(RoundRules.outcome(complete));
        boolean early = session.earlyRows > 0;
        session.add(complete);

        PgWrites writes = context.writes();
        RoundState round =
                new RoundState(key, context.ids().nextRound(), complete, null, writes.nextPosition(), streak, early);
        context.view().add(round);
        writes.rounds.add(round);
        writes.rollups.add(complete);
        writes.sessions.add(session);
        if (early) {
            writes.linked.add(key);
        }
        if (late) {
            writes.addLate(key);
        }
        return round;
    }

    /** Whether a round that is still there lies on an archived day: it is about to go, and nothing changes it any more. */
    static boolean isArchived(RoundState stored, SessionState session) {
        return session.isArchived(stored.facts().timestamp(RoundFact.ROUND_START_TIMESTAMP));
    }

    static Refusal archived(SessionState session) {
        return Refusal.ofField(
                ProblemCode.ROUND_ARCHIVED,
                RoundFact.ROUND_START_TIMESTAMP.column(),
                "lies before " + session.archivedBefore + " (UTC), and earlier days of this bot are archived");
    }

    private static List<Warning> warnings(Facts<RoundFact> said, SessionState session) {
        List<Warning> warnings = RoundDerivation.warnings(said);
        if (!session.isClosed()) {
            return warnings;
        }
        List<Warning> all = new ArrayList<>(warnings);
        all.add(new Warning(
                "session_closed",
                RoundFact.SESSION_ID.column(),
                "the session is " + session.status + "; stored all the same"));
        return all;
    }
}
