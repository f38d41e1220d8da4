package dev.crashanalytics.stats;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What a game's crashes say of it. */
@ApplicationScoped
class GameService {

    private final PgKnown known;
    private final PgHistograms histograms;
    private final PgNewestRounds newest;
    private final PgStatedEdge edges;
    private final PgDistribution distribution;
    private final SharedReads<Question, Fairness> fairness = new SharedReads<>();

    private record Question(Scope game, StatisticsRange range) {}

    GameService(
            PgKnown known,
            PgHistograms histograms,
            PgNewestRounds newest,
            PgStatedEdge edges,
            PgDistribution distribution) {
        this.known = known;
        this.histograms = histograms;
        this.newest = newest;
        this.edges = edges;
        this.distribution = distribution;
    }

    /** Whether the game is fair; fails with {@code game_not_found}. Shared, as it is much work and the same for all. */
    Uni<Fairness> fairness(Scope game, StatisticsRange range) {
        return fairness.of(new Question(game, range), () -> readFairness(game, range));
    }

    private Uni<Fairness> readFairness(Scope game, StatisticsRange range) {
        return Uni.combine()
                .all()
                .unis(
                        histograms.crashes(game, range),
                        edges.percent(game),
                        newest.crashes(game, range, Independence.ROUNDS))
                .asTuple()
                .call(found -> found.getItem1().total() > 0 ? Uni.createFrom().voidItem() : known.require(game))
                .map(found ->
                        Fairness.of(game, found.getItem1(), found.getItem2().orElse(null), found.getItem3()));
    }

    /** The newest multipliers of a game; fails with {@code game_not_found}. */
    Uni<MultiplierDistribution> distribution(Scope game, int limit) {
        return distribution
                .newest(game, limit)
                .call(found -> found.totalRecords() > 0 ? Uni.createFrom().voidItem() : known.require(game));
    }
}
