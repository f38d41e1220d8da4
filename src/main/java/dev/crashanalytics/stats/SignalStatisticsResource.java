package dev.crashanalytics.stats;

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

/** What signals were worth, of all time or of a range; times are those of the signals. */
@Path("/api/v1/signals")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection
@Tag(name = "Statistics")
class SignalStatisticsResource {

    private final SignalStatisticsService statistics;

    SignalStatisticsResource(SignalStatisticsService statistics) {
        this.statistics = statistics;
    }

    /** 200 with the figures, zeros without signals; 404 {@code bot_not_found}; 422. */
    @GET
    @Path("effectiveness")
    @Operation(
            summary = "How often signals were right",
            description = "Only signals that were stored before their round count as evaluated.")
    public Uni<SignalEffectiveness> effectiveness(
            @QueryParam("bot_id") @Parameter(description = "Signals of this bot") String botId,
            @QueryParam("signal_type") @Parameter(description = "Signals of this type") String signalType,
            @QueryParam("from") @Parameter(description = "Signals of then or later") String from,
            @QueryParam("to") @Parameter(description = "Signals before") String to) {
        return statistics.effectiveness(SignalScope.of(botId, signalType), StatisticsRange.of(from, to));
    }

    /** 200 with the scores, nulls without forecasts; 404 {@code bot_not_found}; 422. */
    @GET
    @Path("calibration")
    @Operation(
            summary = "How far the confidence of signals can be believed",
            description = "Accuracy, Brier score, log loss and reliability of the forecasts, and their skill beside the"
                    + " baseline (1 - e)/x, with e the house edge of each round's platform. A forecast is a signal"
                    + " stored before its round, with a confidence and a predicted_multiplier above 1, whose result"
                    + " is known; left_out says how many signals are none, and why.")
    public Uni<SignalCalibration> calibration(
            @QueryParam("bot_id") @Parameter(description = "Signals of this bot") String botId,
            @QueryParam("signal_type") @Parameter(description = "Signals of this type") String signalType,
            @QueryParam("from") @Parameter(description = "Signals of then or later") String from,
            @QueryParam("to") @Parameter(description = "Signals before") String to) {
        return statistics.calibration(SignalScope.of(botId, signalType), StatisticsRange.of(from, to));
    }
}
