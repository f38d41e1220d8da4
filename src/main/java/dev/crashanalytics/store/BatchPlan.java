package dev.crashanalytics.store;

import dev.crashanalytics.round.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Decides, entry by entry in the order they came, what a transaction writes and what each entry is answered. It sees what
 * is stored as of the locks, and what the entries before it changed. It sends no statement. Used by one thread.
 */
final class BatchPlan {

    private final RowPlan rows;
    private final RoundPlan rounds;
    private final SessionPlan sessions;
    private final LogPlan logs;

    BatchPlan(BatchContext context) {
        this.sessions = new SessionPlan(context);
        this.rows = new RowPlan(context, sessions);
        this.rounds = new RoundPlan(context, sessions, rows);
        this.logs = new LogPlan(context);
    }

    /** Plans every entry. */
    List<LongFunction<Receipt>> plan(List<Entry> entries) {
        List<LongFunction<Receipt>> answers = new ArrayList<>(entries.size());
        entries.forEach(entry -> answers.add(plan(entry)));
        sessions.finish();
        return answers;
    }

    private LongFunction<Receipt> plan(Entry entry) {
        if (entry instanceof Entry.Round round) {
            return rounds.plan(round);
        } else if (entry instanceof Entry.Multiplier multiplier) {
            return rows.plan(multiplier);
        } else if (entry instanceof Entry.Signal signal) {
            return rows.plan(signal);
        } else if (entry instanceof Entry.RoundOutcome outcome) {
            return rounds.plan(outcome);
        } else if (entry instanceof Entry.Error error) {
            return logs.plan(error);
        } else if (entry instanceof Entry.Ocr reading) {
            return logs.plan(reading);
        } else if (entry instanceof Entry.SessionStart start) {
            return sessions.plan(start);
        } else if (entry instanceof Entry.SessionClose close) {
            return sessions.plan(close);
        }
        throw new IllegalStateException("no plan for " + entry);
    }
}
