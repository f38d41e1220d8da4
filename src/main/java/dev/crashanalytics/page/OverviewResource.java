package dev.crashanalytics.page;

import dev.crashanalytics.query.QueryValues;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Many sessions in one call, for tables that show them all. */
@Path("/api/v1/overview")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(
        targets = {
            OverviewResource.class,
            Overview.class,
            Overview.Item.class,
            Overview.Recent.class,
            CurrencySums.class,
            Drawdowns.class,
            Drawdowns.Item.class
        })
@Tag(name = "Overview")
class OverviewResource {

    private static final int DEFAULT_SESSIONS = 200;
    private static final int MOST_SESSIONS = 500;
    private static final int RECENT_ROUNDS = 100;

    private final PgOverview overview;
    private final DrawdownReading drawdowns;

    OverviewResource(PgOverview overview, DrawdownReading drawdowns) {
        this.overview = overview;
        this.drawdowns = drawdowns;
    }

    /** 200 with up to {@code limit} sessions and the latest 100 rounds of each; 422. */
    @GET
    @Operation(
            summary = "Sessions at a glance, with their latest rounds",
            description =
                    "Active sessions first, then those created last. Epoch and offset are the 'since' with which a"
                            + " subscription to the topic 'all' goes on from here, without a gap and without an overlap.")
    public Uni<Overview> overview(
            @QueryParam("limit") @Parameter(description = "Sessions, 1 to 500; 200 unless sent") String limit) {
        return overview.overview(sessions(limit), RECENT_ROUNDS);
    }

    /** 200 with the drawdown of each session that the overview shows; 422. */
    @GET
    @Path("drawdowns")
    @Operation(
            summary = "The drawdowns of the sessions at a glance",
            description =
                    "By round number, over the rounds that are stored. The first call after a start reads them all,"
                            + " 2,000,000 at most, later ones what came since. Sessions that were not got to, and those"
                            + " in several currencies, have nulls.")
    public Uni<Drawdowns> drawdowns(
            @QueryParam("limit") @Parameter(description = "Sessions, 1 to 500; 200 unless sent") String limit) {
        return drawdowns.first(sessions(limit));
    }

    private static int sessions(String limit) {
        return QueryValues.limit("limit", limit, DEFAULT_SESSIONS, MOST_SESSIONS);
    }
}
