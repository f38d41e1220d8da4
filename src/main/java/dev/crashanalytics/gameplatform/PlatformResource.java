package dev.crashanalytics.gameplatform;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.json.JsonBody;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import dev.crashanalytics.query.QueryValues;
import dev.crashanalytics.wire.FactsReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** The games that rounds may be of, on their platforms. */
@Path("/api/v1/platforms")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Platforms")
class PlatformResource {

    private static final FactsReader<PlatformFact> READER = new FactsReader<>(PlatformFact.class);

    private final PlatformService platforms;

    PlatformResource(PlatformService platforms) {
        this.platforms = platforms;
    }

    /** 200 with a page of platforms, in the order they were added. */
    @GET
    @Operation(summary = "Games and platforms, in the order they were added")
    public Uni<Page<PlatformView>> list(
            @QueryParam("limit") @Parameter(description = "Platforms a page, 1 to 1,000; 100 unless sent") String limit,
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before") String cursor) {
        return platforms.list(PageRequest.of("platforms", limit, cursor));
    }

    /**
     * Adds a platform, 201, or replaces it, 200: what is not sent becomes its default. From then on rounds of this game
     * are accepted. 422 {@code invalid} for fields that are unknown, too long, of the wrong type or contradict each
     * other or the path; 400 {@code malformed_json}.
     */
    @PUT
    @Path("{game_name}/{platform_code}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add a game or platform, or replace it")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = PlatformView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Replaced",
            content = @Content(schema = @Schema(implementation = PlatformView.class)))
    public Uni<RestResponse<PlatformView>> put(
            @PathParam("game_name") String gameName, @PathParam("platform_code") String platformCode, byte[] body) {
        QueryValues.text("game_name", gameName, 50);
        QueryValues.text("platform_code", platformCode, 50);
        return platforms
                .put(gameName, platformCode, facts(gameName, platformCode, body))
                .map(replacement -> RestResponse.status(
                        replacement.created() ? Status.CREATED : Status.OK, replacement.platform()));
    }

    private static Facts<PlatformFact> facts(String gameName, String platformCode, byte[] body) {
        FactsReader.Reading<PlatformFact> reading = JsonBody.read(READER, body);
        mustMatch(reading, PlatformFact.GAME_NAME, gameName);
        mustMatch(reading, PlatformFact.PLATFORM_CODE, platformCode);
        mustBeConsistent(reading);
        if (!reading.errors().isEmpty()) {
            throw ProblemException.invalid(reading.errors());
        }
        return reading.facts();
    }

    private static void mustMatch(FactsReader.Reading<PlatformFact> reading, PlatformFact fact, String inPath) {
        if (reading.facts().has(fact) && !reading.facts().text(fact).equals(inPath)) {
            reading.add(new FactError(fact.column(), "must be as in the path, " + inPath));
        }
    }

    private static void mustBeConsistent(FactsReader.Reading<PlatformFact> reading) {
        Facts<PlatformFact> facts = reading.facts();
        if (facts.has(PlatformFact.HOUSE_EDGE_PERCENT)
                && facts.decimal(PlatformFact.HOUSE_EDGE_PERCENT).intValue() == 100) {
            reading.add(new FactError("house_edge_percent", "must be below 100"));
        }
        if (facts.has(PlatformFact.MIN_MULTIPLIER)
                && facts.has(PlatformFact.MAX_MULTIPLIER)
                && facts.decimal(PlatformFact.MAX_MULTIPLIER).compareTo(facts.decimal(PlatformFact.MIN_MULTIPLIER))
                        < 0) {
            reading.add(new FactError("max_multiplier", "must be at least the min_multiplier"));
        }
        if ("".equals(facts.text(PlatformFact.CURRENCY))) {
            reading.add(new FactError("currency", "must not be empty"));
        }
    }
}
