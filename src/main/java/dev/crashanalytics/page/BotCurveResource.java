package dev.crashanalytics.page;

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

/** The profit of a bot over all its sessions, in as many points as can be drawn. */
@Path("/api/v1/bots/{bot_id}/curve")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(targets = {BotCurveResource.class, Curve.class})
@Tag(name = "Series")
class BotCurveResource {

    private final PgCurves curves;

    BotCurveResource(PgCurves curves) {
        this.curves = curves;
    }

    /** 200 with the curve, empty for a bot without rounds, known or not; 422. */
    @GET
    @Operation(
            summary = "The running profit of a bot, in few points",
            description =
                    "In the order of round_start_timestamp, session_id, round_number, over the newest 100,000 rounds."
                            + " Money is of one currency: the one asked for, else that of most rounds.")
    public Uni<Curve> bot(
            @PathParam("bot_id") String botId,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency,
            @QueryParam("points") @Parameter(description = "Points, 1 to 5,000; 1,000 unless sent") String points) {
        return curves.ofBot(
                QueryValues.text("bot_id", botId, 50),
                QueryValues.text("currency", currency, 10),
                SeriesRange.points(points));
    }
}
