package dev.crashanalytics.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.page.RunningProfit.Stretch;
import dev.crashanalytics.page.SessionDrawdown.Kept;
import dev.crashanalytics.page.SessionDrawdown.Removed;
import dev.crashanalytics.page.SessionDrawdown.Stored;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A drawdown carried on from reading to reading, against one that looks at every round each time. */
class SessionDrawdownTest {

    private static final Removed NOTHING = new Removed(null, 0);

    private final TreeMap<Long, BigDecimal> rounds = new TreeMap<>();
    private Kept kept;
    private long read;

    @Test
    void randomSessionsWithLateRoundsAreExactAtEveryReading() {
        long seed = System.nanoTime();
        System.out.println("SessionDrawdownTest seed " + seed);
        Random random = new Random(seed);
        for (int session = 0; session < 20; session++) {
            rounds.clear();
            kept = null;
            long number = 1_000_000;
            for (int reading = 0; reading < 60; reading++) {
                for (int i = random.nextInt(50); i > 0; i--) {
                    number += 1 + random.nextInt(3);
                    add(number, random);
                }
                for (int late = random.nextInt(3); late > 0; late--) {
                    add(number - random.nextInt(random.nextBoolean() ? 20 : 900_000), random);
                }
                assertExact(read());
            }
        }
    }

    @Test
    void onlyWhatCameSinceIsRead() {
        play(1, 50_000);
        read();
        assertThat(read).isEqualTo(50_000);

        play(50_001, 50_010);
        assertExact(read());
        assertThat(read).isEqualTo(10);

        assertExact(read());
        assertThat(read).isZero();
    }

    @Test
    void aLateRoundCostsWhatCameAfterItAndNotTheHistory() {
        play(1, 500_000);
        rounds.remove(499_990L);
        rounds.remove(450_000L);
        read();

        rounds.put(499_990L, new BigDecimal("-7"));
        assertExact(read());
        assertThat(read).isBetween(10L, 1_100L);

        rounds.put(450_000L, new BigDecimal("900"));
        assertExact(read());
        assertThat(read).isBetween(50_000L, 120_000L);

        // And from there on as before.
        add(500_001, new Random(1));
        assertExact(read());
        assertThat(read).isEqualTo(1);
    }

    @Test
    void fewStandingsAreKeptHoweverLongItGoesOn() {
        for (int i = 0; i < 3_000; i++) {
            play(i * 100 + 1, i * 100 + 100);
            read();
            assertThat(kept.newestFirst().size()).isLessThanOrEqualTo(12);
        }
        assertThat(kept.newestFirst().get(0).rounds()).isEqualTo(300_000);
        assertExact(read());
    }

    @Test
    void whatIsKeptOfRoundsThatWereRemovedIsWorthNothing() {
        play(1, 300);
        read();
        rounds.headMap(101L).clear();
        play(301, 400);

        SessionDrawdown again = reading(new Removed(LocalDate.EPOCH, 0));

        assertExact(again);
        assertThat(read).isEqualTo(300);
    }

    @Test
    void aSessionOfSeveralCurrenciesAndOneThatNeverPlayed() {
        SessionDrawdown several = new SessionDrawdown(new Stored(1, "b", "s", 5, NOTHING, false), null);
        assertThat(several.isDue()).isFalse();
        assertThat(several.item().depth()).isNull();

        SessionDrawdown idle = new SessionDrawdown(new Stored(1, "b", "s", 0, NOTHING, true), null);
        assertThat(idle.isDue()).isFalse();
        assertThat(idle.item().depth()).isEqualByComparingTo("0");
    }

    @Test
    void aWrongCountIsAnsweredFromAllRoundsAndNotKept() {
        play(1, 20);
        SessionDrawdown session = new SessionDrawdown(new Stored(1, "b", "s", 25, NOTHING, true), null);
        session.take(stretches(0, 25));

        assertThat(session.isDue()).isFalse();
        assertExact(session);
        assertThat(session.kept().newestFirst()).isEmpty();
    }

    private SessionDrawdown read() {
        return reading(NOTHING);
    }

    /** As the service reads. */
    private SessionDrawdown reading(Removed removed) {
        read = 0;
        SessionDrawdown session = new SessionDrawdown(new Stored(1, "b", "s", rounds.size(), removed, true), kept);
        while (session.isDue()) {
            session.take(stretches(session.after(), session.expected()));
        }
        kept = session.kept();
        return session;
    }

    /** The end, and places 1,000, 10,000 and 100,000 rounds before it. */
    private List<Stretch> stretches(long after, long expected) {
        Collection<BigDecimal> all = rounds.tailMap(after, false).values();
        List<Long> numbers = new ArrayList<>(rounds.tailMap(after, false).keySet());
        read += all.size();
        List<Stretch> found = new ArrayList<>();
        BigDecimal profit = BigDecimal.ZERO;
        BigDecimal highest = null;
        BigDecimal lowest = null;
        BigDecimal depth = BigDecimal.ZERO;
        int rank = 0;
        for (BigDecimal gained : all) {
            rank++;
            profit = profit.add(gained);
            highest = highest == null ? profit : highest.max(profit);
            lowest = lowest == null ? profit : lowest.min(profit);
            depth = depth.max(highest.subtract(profit));
            long behind = expected - rank;
            if (rank == all.size() || List.of(1_000L, 10_000L, 100_000L).contains(behind)) {
                found.add(new Stretch(rank, numbers.get(rank - 1), profit, highest, lowest, depth));
            }
        }
        return found;
    }

    private void play(long first, long last) {
        Random random = new Random(first);
        for (long number = first; number <= last; number++) {
            add(number, random);
        }
    }

    private void add(long number, Random random) {
        rounds.putIfAbsent(Math.max(1, number), BigDecimal.valueOf(random.nextInt(2_001) - 1_005, 2));
    }

    private void assertExact(SessionDrawdown session) {
        BigDecimal profit = BigDecimal.ZERO;
        BigDecimal peak = BigDecimal.ZERO;
        BigDecimal depth = BigDecimal.ZERO;
        for (BigDecimal gained : rounds.values()) {
            profit = profit.add(gained);
            peak = peak.max(profit);
            depth = depth.max(peak.subtract(profit));
        }
        assertThat(session.item().profit()).isEqualByComparingTo(profit);
        assertThat(session.item().peak()).isEqualByComparingTo(peak);
        assertThat(session.item().depth()).isEqualByComparingTo(depth);
    }
}
