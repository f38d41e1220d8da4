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

/** The profit of a strategy, whichever bots play it, in as many points as can be drawn. */
@Path("/api/v1/strategies/{strategy_name}/curve")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(targets = {StrategyCurveResource.class, Curve.class})
@Tag(name = "Series")
class StrategyCurveResource {

    private final PgCurves curves;

    StrategyCurveResource(PgCurves curves) {
        this.curves = curves;
    }

    /** 200 with the curve, empty for a strategy that no round names; 422. */
    @GET
    @Operation(
            summary = "The running profit of a strategy, in few points",
            description = "As that of a bot, over the rounds that name the strategy, whichever bots played them.")
    public Uni<Curve> strategy(
            @PathParam("strategy_name") String strategyName,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency,
            @QueryParam("points") @Parameter(description = "Points, 1 to 5,000; 1,000 unless sent") String points) {
        return curves.ofStrategy(
                QueryValues.text("strategy_name", strategyName, 50),
                QueryValues.text("currency", currency, 10),
                SeriesRange.points(points));
    }
}
