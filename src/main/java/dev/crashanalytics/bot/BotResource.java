package dev.crashanalytics.bot;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.json.JsonBody;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import dev.crashanalytics.wire.FactsReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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

/** Bots: who logs rounds. Registering is optional, logging a round registers too. */
@Path("/api/v1/bots")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Bots")
class BotResource {

    private static final FactsReader<BotFact> READER = new FactsReader<>(BotFact.class);

    private final BotService bots;

    BotResource(BotService bots) {
        this.bots = bots;
    }

    /**
     * Registers a bot, 201, or updates it, 200: what is sent replaces what was, what is omitted or null stays. Answers
     * the bot. 422 {@code invalid} for fields that are unknown, too long, of the wrong type, or a max_stake below the
     * base_stake; 400 {@code malformed_json}.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Register a bot, or update it")
    @APIResponse(
            responseCode = "201",
            description = "Registered",
            content = @Content(schema = @Schema(implementation = BotView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Updated",
            content = @Content(schema = @Schema(implementation = BotView.class)))
    public Uni<RestResponse<BotView>> register(byte[] body) {
        return bots.register(facts(body))
                .map(registration ->
                        RestResponse.status(registration.created() ? Status.CREATED : Status.OK, registration.bot()));
    }

    /** 200 with a page of bots, by bot_id. */
    @GET
    @Operation(summary = "Bots, by bot_id")
    public Uni<Page<BotView>> list(
            @QueryParam("limit") @Parameter(description = "Bots a page, 1 to 1,000; 100 unless sent") String limit,
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before") String cursor) {
        return bots.list(PageRequest.of("bots", limit, cursor));
    }

    /** 200 with the bot; 404 {@code bot_not_found}. */
    @GET
    @Path("{bot_id}")
    @Operation(summary = "One bot")
    public Uni<BotView> get(@PathParam("bot_id") String botId) {
        return bots.byId(botId);
    }

    private static Facts<BotFact> facts(byte[] body) {
        FactsReader.Reading<BotFact> reading = JsonBody.read(READER, body);
        reading.require(BotFact.BOT_ID);
        if ("".equals(reading.facts().text(BotFact.BOT_ID))) {
            reading.add(new FactError(BotFact.BOT_ID.column(), "must not be empty"));
        }
        if (!reading.errors().isEmpty()) {
            throw ProblemException.invalid(reading.errors());
        }
        return reading.facts();
    }
}
