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

/** A strategy's figures, over all rounds that name it or those of a range. */
@Path("/api/v1/strategies/{strategy_name}")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Statistics")
class StrategyResource {

    private final StatisticsService statistics;

    StrategyResource(StatisticsService statistics) {
        this.statistics = statistics;
    }

    /** 200 with the figures; 404 {@code strategy_not_found}; 422. */
    @GET
    @Path("performance")
    @Operation(
            summary = "What the rounds of a strategy came to, whichever bots played it",
            description = "Money is never added up over currencies: by_currency then holds it.")
    public Uni<StrategyPerformance> performance(
            @PathParam("strategy_name") String strategyName,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        Scope strategy = Scope.Kind.STRATEGY.of(strategyName, null, currency);
        return statistics.strategy(strategy, StatisticsRange.of(from, to));
    }
}
