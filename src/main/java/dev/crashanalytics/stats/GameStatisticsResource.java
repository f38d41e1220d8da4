package dev.crashanalytics.stats;

import dev.crashanalytics.query.QueryValues;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A game's figures, over all its rounds or those of a range. */
@Path("/api/v1/games/{game_name}")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Statistics")
class GameStatisticsResource {

    private static final int DEFAULT_RECORDS = 1_000;
    private static final int MOST_RECORDS = 1_000_000;

    private final StatisticsService statistics;
    private final GameService games;

    GameStatisticsResource(StatisticsService statistics, GameService games) {
        this.statistics = statistics;
        this.games = games;
    }

    /** 200 with the figures; 404 {@code game_not_found}; 422. */
    @GET
    @Path("statistics")
    @Operation(
            summary = "What the rounds of a game came to",
            description = "Money is never added up over currencies: by_currency then holds it.")
    public Uni<GameStatistics> statistics(
            @PathParam("game_name") String gameName,
            @QueryParam("platform_code") @Parameter(description = "Rounds on this platform") String platformCode,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        Scope game = Scope.Kind.GAME.of(gameName, platformCode, currency);
        return statistics.game(game, StatisticsRange.of(from, to));
    }

    /** 200 with tests and estimates, nulls for a game without rounds; 404 {@code game_not_found}; 422. */
    @GET
    @Path("fairness")
    @Operation(
            summary = "What a game's crashes say of its fairness",
            description = "Survival, house edge and quantiles over the range; goodness of fit against P(X >= x) ="
                    + " (1 - e)/x; independence over the newest 1,000 rounds of the range.")
    public Uni<Fairness> fairness(
            @PathParam("game_name") String gameName,
            @QueryParam("platform_code") @Parameter(description = "Rounds on this platform") String platformCode,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to) {
        return games.fairness(Scope.Kind.GAME.of(gameName, platformCode, null), StatisticsRange.of(from, to));
    }

    /** 200 with the figures, nulls for a game without rows; 404 {@code game_not_found}; 422. */
    @GET
    @Path("multiplier-distribution")
    @Operation(
            summary = "How the newest multipliers of a game are distributed",
            description = "Crashes, cash-outs and ticks together, as the analytics table holds them.")
    public Uni<MultiplierDistribution> distribution(
            @PathParam("game_name") String gameName,
            @QueryParam("limit") @Parameter(description = "Rows, 1 to 1,000,000; 1,000 unless sent") String limit) {
        return games.distribution(
                Scope.Kind.GAME.of(gameName, null, null),
                QueryValues.limit("limit", limit, DEFAULT_RECORDS, MOST_RECORDS));
    }
}
