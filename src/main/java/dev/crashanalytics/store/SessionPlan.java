package dev.crashanalytics.store;

import static dev.crashanalytics.store.BatchContext.refused;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.SessionFact;
import dev.crashanalytics.round.Warning;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Plans the starts and ends of sessions, and their places in the feed. */
final class SessionPlan {

    private final BatchContext context;

    SessionPlan(BatchContext context) {
        this.context = context;
    }

    LongFunction<Receipt> plan(Entry.SessionStart entry) {
        Facts<SessionFact> said = entry.facts();
        String game = said.text(SessionFact.GAME_NAME);
        if (!context.view().isKnownGame(game)) {
            return refused(unknownGame(game));
        }
        SessionState session = context.view().session(entry.key());
        List<FactError> contradictions = contradictions(session, said);
        if (!contradictions.isEmpty()) {
            return refused(Refusal.ofFields(ProblemCode.SESSION_CONFLICT, contradictions));
        }
        boolean opensIt = announce(session) && session.rounds == 0;
        List<Warning> warnings = notesWarning(session, said);
        session.fillFrom(said, context.now());
        context.writes().sessions.add(session);
        return receipt(session, !opensIt, session.started, warnings);
    }

    LongFunction<Receipt> plan(Entry.SessionClose entry) {
        SessionState session = context.view().session(entry.key());
        boolean isOnlyCreated = session != null && session.created && !session.announced;
        if (session == null || isOnlyCreated) {
            return refused(new Refusal(
                    ProblemCode.SESSION_NOT_FOUND,
                    "bot " + entry.key().botId() + " has no session "
                            + entry.key().sessionId()));
        }
        session.closeWith(entry.facts(), context.now());
        session.closed = context.writes().publish(session.key, SessionEvent.Kind.CLOSED);
        context.writes().sessions.add(session);
        return receipt(session, false, session.closed, List.of());
    }

    /**
     * Publishes the start of a session that this transaction creates, before anything else of it.
     *
     * @return whether it does so now
     */
    boolean announce(SessionState session) {
        if (!session.created || session.announced) {
            return false;
        }
        session.announced = true;
        session.started = context.writes().publish(session.key, SessionEvent.Kind.STARTED);
        context.writes().sessions.add(session);
        return true;
    }

    /**
     * After all entries: one update a session whose figures changed, however many rounds it got. A session that was created
     * for entries which have all been refused is undone.
     */
    void finish() {
        for (SessionState session : context.view().sessions()) {
            if (session.created && !session.announced) {
                context.writes().unopened.add(session.key);
            }
            if (session.figuresChanged) {
                session.updated = context.writes().publish(session.key, SessionEvent.Kind.UPDATED);
            }
        }
    }

    static Refusal unknownGame(String game) {
        return Refusal.ofField(
                ProblemCode.UNKNOWN_GAME,
                SessionFact.GAME_NAME.column(),
                "is unknown: " + game + "; PUT /api/v1/platforms/{game_name}/{platform_code} adds a game");
    }

    private static List<FactError> contradictions(SessionState session, Facts<SessionFact> said) {
        List<FactError> contradictions = new ArrayList<>(0);
        String game = said.text(SessionFact.GAME_NAME);
        if (!session.gameName.equals(game)) {
            contradictions.add(contradiction(SessionFact.GAME_NAME, session.gameName, game));
        }
        BigDecimal balance = said.decimal(SessionFact.INITIAL_BALANCE);
        if (balance != null && session.initialBalanceExplicit && session.initialBalance.compareTo(balance) != 0) {
            contradictions.add(contradiction(SessionFact.INITIAL_BALANCE, session.initialBalance, balance));
        }
        return contradictions;
    }

    private static FactError contradiction(SessionFact fact, Object stored, Object said) {
        return new FactError(fact.column(), "is stored as " + stored + ", this says " + said);
    }

    /** Notes change with the session's end, so a repeated start may well bear others. */
    private static List<Warning> notesWarning(SessionState session, Facts<SessionFact> said) {
        boolean differ = said.has(SessionFact.NOTES)
                && session.notes != null
                && !session.notes.equals(said.text(SessionFact.NOTES));
        return differ
                ? List.of(new Warning(
                        "notes_kept", SessionFact.NOTES.column(), "the session has notes already; they stay"))
                : List.of();
    }

    private static LongFunction<Receipt> receipt(
            SessionState session, boolean duplicate, FeedPosition position, List<Warning> warnings) {
        return first -> new Receipt.Stored(
                null,
                null,
                session.key.botId(),
                session.key.sessionId(),
                null,
                duplicate,
                session.offset(position, first),
                warnings);
    }
}
