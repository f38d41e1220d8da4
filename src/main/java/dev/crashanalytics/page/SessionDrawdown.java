package dev.crashanalytics.page;

import dev.crashanalytics.page.RunningProfit.Stretch;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * One session's drawdown while it is worked out: from the newest standing known, and from an older one where a late round
 * came before that, which the number of rounds since tells. For one thread at a time.
 */
final class SessionDrawdown {

    private final Stored session;
    private final Deque<RunningProfit> known;
    private List<RunningProfit> standings = List.of();
    private RunningProfit end;

    /**
     * A session as it is stored.
     *
     * @param id never given again
     * @param rounds how many of its rounds are stored
     * @param hasProfit false where it is in several currencies
     */
    record Stored(long id, String botId, String sessionId, long rounds, Removed removed, boolean hasProfit) {}

    /**
     * What was taken away from a session.
     *
     * @param before rounds of its bot that started before that day are archived; null for none
     * @param rounds how many are in the archived sums; fewer again once these are forgotten
     */
    record Removed(LocalDate before, long rounds) {}

    /**
     * What is kept of a session from one reading to the next.
     *
     * @param newestFirst standings that no late round had come before
     */
    record Kept(Removed removed, List<RunningProfit> newestFirst) {}

    /** @param kept of an earlier reading; null for none. Worthless once rounds were removed. */
    SessionDrawdown(Stored session, Kept kept) {
        this.session = session;
        this.known = new ArrayDeque<>();
        if (kept != null && kept.removed.equals(session.removed)) {
            kept.newestFirst.stream()
                    .filter(standing -> standing.rounds() <= session.rounds)
                    .forEach(known::add);
        }
        known.add(RunningProfit.START);
        endWhereNothingCame();
    }

    Stored session() {
        return session;
    }

    /** Whether rounds have to be read. */
    boolean isDue() {
        return session.hasProfit && end == null;
    }

    /** The round after which they are read. */
    long after() {
        return known.getFirst().lastRound();
    }

    /** How many there are if none came late. */
    long expected() {
        return session.rounds - known.getFirst().rounds();
    }

    /**
     * Takes the rounds read.
     *
     * @param stretches each from the first round after {@link #after} on; the last of them to the end of the session, the others to
     *     some round before it; empty without rounds
     */
    void take(List<Stretch> stretches) {
        RunningProfit base = known.getFirst();
        long found =
                stretches.isEmpty() ? 0 : stretches.get(stretches.size() - 1).rounds();
        if (found == expected()) {
            finish(base, stretches);
        } else if (base == RunningProfit.START) {
            // The session's own count is wrong. Reconcile will put it right; until then this is not kept.
            end = stretches.isEmpty() ? base : base.then(stretches.get(stretches.size() - 1));
        } else {
            known.removeFirst();
            endWhereNothingCame();
        }
    }

    /** The figures; nulls where they are not known. */
    Drawdowns.Item item() {
        return end == null
                ? new Drawdowns.Item(session.botId, session.sessionId, null, null, null)
                : new Drawdowns.Item(session.botId, session.sessionId, end.profit(), end.peak(), end.depth());
    }

    /** What is worth keeping, also where it was not worked out this time. */
    Kept kept() {
        List<RunningProfit> worth =
                end == null ? known.stream().filter(one -> one.rounds() > 0).toList() : standings;
        return new Kept(session.removed, worth);
    }

    private void finish(RunningProfit base, List<Stretch> stretches) {
        List<RunningProfit> all = new ArrayList<>();
        stretches.forEach(stretch -> all.add(base.then(stretch)));
        Collections.reverse(all);
        known.stream().filter(standing -> standing.rounds() > 0).forEach(all::add);
        standings = RunningProfit.thinned(all);
        end = all.isEmpty() ? RunningProfit.START : all.get(0);
    }

    /** A standing of as many rounds as there are is the end: rounds do not change, and none was removed. */
    private void endWhereNothingCame() {
        if (session.hasProfit && expected() == 0) {
            finish(known.getFirst(), List.of());
        }
    }
}
