package dev.crashanalytics.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A range of time; null for no limit. */
public record Span(Instant from, Instant to) {

    /** Ranges over a {@link RandomHistory}: whole days, parts of one, open ends, nothing, and some at random. */
    public static List<Span> of(Random random, int more) {
        Instant begin = RandomHistory.BEGIN;
        List<Span> spans = new ArrayList<>();
        spans.add(new Span(null, null));
        spans.add(new Span(begin.plus(Duration.ofDays(1)), begin.plus(Duration.ofDays(3))));
        spans.add(new Span(begin.plusSeconds(3_600), begin.plusSeconds(7_200)));
        spans.add(new Span(null, begin.plusSeconds(100_000)));
        spans.add(new Span(begin.plusSeconds(100_000), null));
        spans.add(new Span(begin, begin));
        for (int i = 0; i < more; i++) {
            Instant from = begin.plusMillis(random.nextLong(RandomHistory.DAYS * 86_400_000L));
            spans.add(new Span(from, from.plusMillis(random.nextLong(RandomHistory.DAYS * 86_400_000L))));
        }
        return spans;
    }

    public boolean holds(LoggedRound round) {
        return (from == null || !round.start().isBefore(from))
                && (to == null || round.start().isBefore(to));
    }

    public String query(String separator) {
        String query = (from == null ? "" : "&from=" + from) + (to == null ? "" : "&to=" + to);
        return query.isEmpty() ? "" : separator + query.substring(1);
    }
}
