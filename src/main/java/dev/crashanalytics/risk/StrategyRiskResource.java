package dev.crashanalytics.risk;

import dev.crashanalytics.stats.Scope;
import dev.crashanalytics.stats.StatisticsRange;
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

/** The risk a strategy took, over all rounds that name it or those of a range. */
@Path("/api/v1/strategies/{strategy_name}/risk")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Statistics")
class StrategyRiskResource {

    private final RiskService risk;

    StrategyRiskResource(RiskService risk) {
        this.risk = risk;
    }

    /** 200 with the figures; 404 {@code strategy_not_found}; 422; 429. */
    @GET
    @Operation(
            summary = "The risk taken by the rounds of a strategy, whichever bots played it",
            description =
                    "Rounds run in the order of round_start_timestamp, session_id, round_number, bot_id. Money is never"
                            + " added up over currencies: by_currency then holds it.")
    public Uni<StrategyRisk> strategy(
            @PathParam("strategy_name") String strategyName,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        return risk.strategy(Scope.Kind.STRATEGY.of(strategyName, null, currency), StatisticsRange.of(from, to));
    }
}
