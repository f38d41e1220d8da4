package dev.crashanalytics.stats;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.crashanalytics.fact.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How often signals were right.
 *
 * @param botId the bot asked for; null for all
 * @param signalType the type asked for; null for all
 * @param totalSignals all of them, also those after their round
 * @param evaluatedSignals those stored before their round whose result is known: only they are evidence
 * @param correctPredictions of the evaluated ones
 * @param accuracyPercent correct_predictions by evaluated_signals, times 100, two decimals; 0 without any
 * @param avgConfidence mean of confidence_score over all signals that have one; null without any
 * @param signalTypes how many signals each type has
 * @param untypedSignals signals without a type
 */
@JsonNaming(SnakeCaseStrategy.class)
record SignalEffectiveness(
        @Schema(nullable = true) String botId,
        @Schema(nullable = true) String signalType,
        long totalSignals,
        long evaluatedSignals,
        long correctPredictions,
        BigDecimal accuracyPercent,
        @Schema(nullable = true) BigDecimal avgConfidence,
        SortedMap<String, Long> signalTypes,
        long untypedSignals) {

    static SignalEffectiveness of(SignalScope scope, List<SignalRow> rows) {
        SignalSums sums = SignalSums.of(rows);
        SortedMap<String, Long> types = new TreeMap<>();
        rows.forEach(row -> types.merge(row.signalType(), row.sums().signals(), Long::sum));
        Long untyped = types.remove("");
        return new SignalEffectiveness(
                scope.botId(),
                scope.signalType(),
                sums.signals(),
                sums.evaluated(),
                sums.correct(),
                percent(sums.correct(), sums.evaluated()),
                Decimals.ratio(sums.confidenceSum(), BigDecimal.valueOf(sums.confidences())),
                types,
                untyped == null ? 0 : untyped);
    }

    private static BigDecimal percent(long part, long whole) {
        BigDecimal percent = Decimals.percent(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
        return (percent == null ? Decimals.ZERO : percent).setScale(2, RoundingMode.HALF_EVEN);
    }
}
