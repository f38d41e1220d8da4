package dev.crashanalytics.risk;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.QueryValues;
import dev.crashanalytics.stats.GamePlatform;
import dev.crashanalytics.stats.PgKnown;
import dev.crashanalytics.stats.PgStatedEdge;
import dev.crashanalytics.stats.Scope;
import dev.crashanalytics.stats.StatisticsRange;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The risk that bots, sessions and strategies took. Every answer is of one state of the database. */
@ApplicationScoped
class RiskService {

    private final RiskQueue queue;
    private final PgRiskDays database;
    private final RiskParts parts;
    private final RiskRecoveries recoveries;
    private final PgStatedEdge edges;
    private final PgKnown known;

    RiskService(
            RiskQueue queue,
            PgRiskDays database,
            RiskParts parts,
            RiskRecoveries recoveries,
            PgStatedEdge edges,
            PgKnown known) {
        this.queue = queue;
        this.database = database;
        this.parts = parts;
        this.recoveries = recoveries;
        this.edges = edges;
        this.known = known;
    }

    /** A bot's risk; fails with {@code bot_not_found}. */
    Uni<BotRisk> bot(Scope bot, StatisticsRange range) {
        return of(bot, RiskScope.bot(bot.name()), range, found -> BotRisk.of(bot.name(), found));
    }

    /** A strategy's risk; fails with {@code strategy_not_found}. */
    Uni<StrategyRisk> strategy(Scope strategy, StatisticsRange range) {
        return of(
                strategy, RiskScope.strategy(strategy.name()), range, found -> StrategyRisk.of(strategy.name(), found));
    }

    /**
     * A session's risk; fails with {@code session_not_found}.
     *
     * @param botId whose session, or null for the one created last
     * @param currency the only currency to count; null for all
     */
    Uni<SessionRisk> session(String sessionId, String botId, StatisticsRange range, String currency) {
        if (!QueryValues.isStorable(sessionId, 100)) {
            return Uni.createFrom().failure(sessionNotFound());
        }
        return queue.run(() -> database.snapshot(snapshot -> snapshot.session(sessionId, botId)
                .onItem()
                .ifNull()
                .failWith(RiskService::sessionNotFound)
                .chain(session -> session(snapshot, session, range, currency))));
    }

    private <T> Uni<T> of(Scope subject, RiskScope scope, StatisticsRange range, Function<RiskFindings, T> answer) {
        return queue.run(() -> database.snapshot(snapshot -> parts.read(snapshot, scope, range)
                        .chain(found -> recoveries.find(snapshot, scope, found, subject.currency())))
                .call(found -> found.isEmpty()
                        ? known.require(subject)
                        : Uni.createFrom().voidItem())
                .chain(found -> answer(found, null, answer)));
    }

    private Uni<SessionRisk> session(
            PgRiskSnapshot snapshot, RiskSession session, StatisticsRange range, String currency) {
        return sessionParts(snapshot, session, range)
                .chain(found -> recoveries
                        .find(snapshot, session.scope(), found, currency)
                        .chain(curves -> answer(
                                curves,
                                session.balanceAtStart(range, found),
                                findings -> SessionRisk.of(session, findings))));
    }

    /**
     * Looks where the session says it took place. A bot that stated its start may have logged rounds before, which the number
     * of its rounds tells; only then all of its rounds are looked at.
     */
    private Uni<List<RiskPart>> sessionParts(PgRiskSnapshot snapshot, RiskSession session, StatisticsRange range) {
        return parts.read(snapshot, session.scope(), session.within(range)).chain(found -> {
            if (!session.mayHaveEarlierRounds(range) || RiskSession.rounds(found) == session.rounds()) {
                return Uni.createFrom().item(found);
            }
            return snapshot.firstRound(session)
                    .chain(first -> first == null || !first.isBefore(session.startTime())
                            ? Uni.createFrom().item(found)
                            : parts.read(snapshot, session.scope(), range.since(first.toLocalDate())));
        });
    }

    private <T> Uni<T> answer(RiskCurves found, BigDecimal initialBalance, Function<RiskFindings, T> answer) {
        Set<String> games = found.piece().byCurrency().values().stream()
                .flatMap(sums -> sums.wagers().keySet().stream())
                .map(GamePlatform::gameName)
                .collect(Collectors.toSet());
        return edges.ofGames(games)
                .chain(stated -> parts.work(() ->
                        answer.apply(new RiskFindings(found.piece(), found.recoveries(), stated, initialBalance))));
    }

    private static ProblemException sessionNotFound() {
        return new ProblemException(ProblemCode.SESSION_NOT_FOUND, "There is no such session.");
    }
}
