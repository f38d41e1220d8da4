package dev.crashanalytics.stats;

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

    private final StatisticsService statistics;

    GameStatisticsResource(StatisticsService statistics) {
        this.statistics = statistics;
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
}
