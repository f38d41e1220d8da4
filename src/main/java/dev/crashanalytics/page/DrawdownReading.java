package dev.crashanalytics.page;

import dev.crashanalytics.page.RunningProfit.Stretch;
import dev.crashanalytics.stats.SharedReads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The drawdowns of the sessions that the overview shows. All who ask at once are answered by one reading, and a reading goes
 * on from the one before it: it reads the rounds that came since, and where one came late those after it, not the history.
 * The first reading after a start reads all of it, {@link #MOST_ROUNDS} at most; the next one what is left.
 */
@ApplicationScoped
class DrawdownReading {

    private static final int MOST_SESSIONS = 500;
    private static final long MOST_ROUNDS = 2_000_000;
    private static final String ALL = "all";

    private final PgDrawdowns database;
    private final SharedReads<String, Drawdowns> reads = new SharedReads<>();
    private volatile Memory memory = new Memory("", Map.of());

    /** Of the last reading, by the sessions' ids: no more than it showed. Another epoch is another database. */
    private record Memory(String epoch, Map<Long, SessionDrawdown.Kept> kept) {}

    DrawdownReading(PgDrawdowns database) {
        this.database = database;
    }

    /** The first so many sessions of the overview, as they stand at one moment after this was asked. */
    Uni<Drawdowns> first(int sessions) {
        return reads.of(ALL, this::read)
                .map(all -> new Drawdowns(
                        all.epoch(),
                        all.offset(),
                        all.items().subList(0, Math.min(sessions, all.items().size()))));
    }

    private Uni<Drawdowns> read() {
        return database.snapshot(snapshot -> snapshot.sessions(MOST_SESSIONS).chain(found -> {
            List<SessionDrawdown> all = begin(found);
            return readRounds(snapshot, all, MOST_ROUNDS).map(done -> end(found, all));
        }));
    }

    private List<SessionDrawdown> begin(PgDrawdowns.Found found) {
        Map<Long, SessionDrawdown.Kept> kept = memory.epoch.equals(found.epoch()) ? memory.kept : Map.of();
        return found.sessions().stream()
                .map(session -> new SessionDrawdown(session, kept.get(session.id())))
                .toList();
    }

    /** Again and again, until no session needs to be looked at from further back. */
    private Uni<Void> readRounds(PgDrawdowns.Snapshot snapshot, List<SessionDrawdown> all, long budget) {
        List<SessionDrawdown> due = new ArrayList<>();
        long left = budget;
        for (SessionDrawdown session : all) {
            if (session.isDue() && session.expected() <= left) {
                due.add(session);
                left -= session.expected();
            }
        }
        long rest = left;
        return due.isEmpty()
                ? Uni.createFrom().voidItem()
                : snapshot.stretches(due)
                        .invoke(found -> take(due, found))
                        .chain(taken -> readRounds(snapshot, all, rest));
    }

    private static void take(List<SessionDrawdown> due, List<List<Stretch>> found) {
        for (int i = 0; i < due.size(); i++) {
            due.get(i).take(found.get(i));
        }
    }

    private Drawdowns end(PgDrawdowns.Found found, List<SessionDrawdown> all) {
        Map<Long, SessionDrawdown.Kept> kept = new HashMap<>();
        all.forEach(session -> kept.put(session.session().id(), session.kept()));
        memory = new Memory(found.epoch(), Map.copyOf(kept));
        return new Drawdowns(
                found.epoch(),
                found.offset(),
                all.stream().map(SessionDrawdown::item).toList());
    }
}
