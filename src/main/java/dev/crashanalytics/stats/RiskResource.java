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

/** The risk that was taken: drawdown, streaks, volatility, and whether the profit can be luck. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Statistics")
class RiskResource {

    private static final String ORDER =
            "Rounds run in the order of round_start_timestamp, session_id, round_number. Money is never added up over"
                    + " currencies: by_currency then holds it.";

    private final RiskService risk;

    RiskResource(RiskService risk) {
        this.risk = risk;
    }

    /** 200 with the figures, zeros and nulls for a bot without rounds; 404 {@code bot_not_found}; 422; 429. */
    @GET
    @Path("bots/{bot_id}/risk")
    @Operation(summary = "The risk a bot took", description = ORDER)
    public Uni<BotRisk> bot(
            @PathParam("bot_id") String botId,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        return risk.bot(Scope.Kind.BOT.of(botId, null, currency), StatisticsRange.of(from, to));
    }

    /** 200 with the figures; 404 {@code session_not_found}; 422; 429. */
    @GET
    @Path("sessions/{session_id}/risk")
    @Operation(
            summary = "The risk a session took",
            description = ORDER + " Where several bots have a session of this name, the one created last is meant.")
    public Uni<SessionRisk> session(
            @PathParam("session_id") String sessionId,
            @QueryParam("bot_id") @Parameter(description = "Whose session") String botId,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        return risk.session(
                sessionId,
                QueryValues.text("bot_id", botId, 50),
                StatisticsRange.of(from, to),
                QueryValues.text("currency", currency, 10));
    }

    /** 200 with the figures; 404 {@code strategy_not_found}; 422; 429. */
    @GET
    @Path("strategies/{strategy_name}/risk")
    @Operation(
            summary = "The risk taken by the rounds of a strategy, whichever bots played it",
            description = ORDER + " Rounds that agree in all of these run in the order of their bot_id.")
    public Uni<StrategyRisk> strategy(
            @PathParam("strategy_name") String strategyName,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        return risk.strategy(Scope.Kind.STRATEGY.of(strategyName, null, currency), StatisticsRange.of(from, to));
    }
}
