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

/** The risk a bot took, over all its rounds or those of a range. */
@Path("/api/v1/bots/{bot_id}/risk")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Statistics")
class BotRiskResource {

    private final RiskService risk;

    BotRiskResource(RiskService risk) {
        this.risk = risk;
    }

    /** 200 with the figures, zeros and nulls for a bot without rounds; 404 {@code bot_not_found}; 422; 429. */
    @GET
    @Operation(
            summary = "The risk a bot took",
            description = "Rounds run in the order of round_start_timestamp, session_id, round_number. Money is never"
                    + " added up over currencies: by_currency then holds it.")
    public Uni<BotRisk> bot(
            @PathParam("bot_id") String botId,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        return risk.bot(Scope.Kind.BOT.of(botId, null, currency), StatisticsRange.of(from, to));
    }
}
