package dev.crashanalytics.stats;

import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
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

/** A bot's figures, over all its rounds or those of a range. */
@Path("/api/v1/bots/{bot_id}")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Statistics")
class BotStatisticsResource {

    private final StatisticsService statistics;

    BotStatisticsResource(StatisticsService statistics) {
        this.statistics = statistics;
    }

    /** 200 with the figures, zeros for a bot without rounds; 404 {@code bot_not_found}; 422. */
    @GET
    @Path("statistics")
    @Operation(
            summary = "What a bot's rounds came to",
            description = "Money is never added up over currencies: by_currency then holds it.")
    public Uni<BotStatistics> statistics(
            @PathParam("bot_id") String botId,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency) {
        return statistics.bot(scope(botId, currency), StatisticsRange.of(from, to));
    }

    /** 200 with a page of days, the earliest first; 404 {@code bot_not_found}; 422. */
    @GET
    @Path("statistics/daily")
    @Operation(
            summary = "What a bot's rounds came to, by UTC day",
            description = "An entry a day, game and currency that has rounds, the earliest first.")
    public Uni<Page<DailyFigures>> daily(
            @PathParam("bot_id") String botId,
            @QueryParam("from") @Parameter(description = "Rounds that started then or later") String from,
            @QueryParam("to") @Parameter(description = "Rounds that started before") String to,
            @QueryParam("currency") @Parameter(description = "Count the rounds of this currency") String currency,
            @QueryParam("limit") @Parameter(description = "Entries a page, 1 to 1,000; 100 unless sent") String limit,
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before") String cursor) {
        Scope bot = scope(botId, currency);
        StatisticsRange range = StatisticsRange.of(from, to);
        return statistics.daily(bot, range, PageRequest.of("days", limit, cursor, bot, range));
    }

    private static Scope scope(String botId, String currency) {
        return Scope.Kind.BOT.of(botId, null, currency);
    }
}
