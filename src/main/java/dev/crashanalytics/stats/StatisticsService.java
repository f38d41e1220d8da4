package dev.crashanalytics.stats;

import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The statistics over rounds; what has no rounds is told apart from what is unknown. */
@ApplicationScoped
class StatisticsService {

    private final PgStatistics statistics;
    private final PgKnown known;
    private final SharedReads<Question, List<SumRow>> shared = new SharedReads<>();

    private record Question(Scope scope, StatisticsRange range) {}

    StatisticsService(PgStatistics statistics, PgKnown known) {
        this.statistics = statistics;
        this.known = known;
    }

    /** A bot's figures; fails with {@code bot_not_found}. */
    Uni<BotStatistics> bot(Scope bot, StatisticsRange range) {
        return sums(bot, range).map(rows -> BotStatistics.of(bot.name(), FiguresByCurrency.of(rows)));
    }

    /** A strategy's figures; fails with {@code strategy_not_found}. */
    Uni<StrategyPerformance> strategy(Scope strategy, StatisticsRange range) {
        return sums(strategy, range).map(rows -> StrategyPerformance.of(strategy.name(), FiguresByCurrency.of(rows)));
    }

    /** A game's figures; fails with {@code game_not_found}. */
    Uni<GameStatistics> game(Scope game, StatisticsRange range) {
        return sums(game, range).map(rows -> GameStatistics.of(game, rows));
    }

    /** A page of a bot's days, the earliest first; fails with {@code bot_not_found}. */
    Uni<Page<DailyFigures>> daily(Scope bot, StatisticsRange range, PageRequest request) {
        DayPosition start = request.start().map(DayPosition::of).orElse(DayPosition.FIRST);
        return statistics
                .days(bot, range.since(start.day()), start, request.fetchSize())
                .call(rows -> refuseUnknown(bot, rows))
                .map(rows -> request.page(
                        rows, DailyFigures::of, row -> DayPosition.of(row).values()));
    }

    private Uni<List<SumRow>> sums(Scope scope, StatisticsRange range) {
        return shared.of(new Question(scope, range), () -> statistics.sums(scope, range))
                .call(rows -> refuseUnknown(scope, rows));
    }

    /** Only who has no rounds there may be unknown. */
    private Uni<Void> refuseUnknown(Scope scope, List<SumRow> rows) {
        return rows.isEmpty() ? known.require(scope) : Uni.createFrom().voidItem();
    }
}
