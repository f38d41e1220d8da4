package dev.crashanalytics.page;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A session by round number, in so few buckets that it can be drawn. Each bucket spans {@code bucket_width} numbers and keeps
 * its extremes, so that no peak is lost; buckets without rounds are left out. Money is null where the rounds are in several
 * currencies and none was chosen.
 *
 * @param currency whose rounds these are; null where they are in several
 * @param currencies all that the session was played in
 * @param initialBalance null where it is unknown
 * @param bucketWidth round numbers a bucket; with 1 the buckets are the rounds
 * @param before what the rounds before the first bucket come to, archived ones included
 */
@JsonNaming(SnakeCaseStrategy.class)
record SessionSeries(
        String sessionId,
        String botId,
        String gameName,
        @Schema(nullable = true) String currency,
        List<String> currencies,
        @Schema(nullable = true) BigDecimal initialBalance,
        long bucketWidth,
        Before before,
        Buckets buckets) {

    /**
     * Where the series begins.
     *
     * @param profit the running profit
     * @param peak the highest it was before, at least 0
     * @param wins rounds won
     * @param played rounds won or lost
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Before(
            @Schema(nullable = true) BigDecimal profit,
            @Schema(nullable = true) BigDecimal peak,
            long wins,
            long played) {}

    /**
     * The buckets, one list a figure, all of equal length.
     *
     * @param firstRound the lowest round number there is in the bucket
     * @param rounds how many rounds
     * @param profit the running profit after the last round of the bucket
     * @param profitMin the lowest running profit after any of its rounds
     * @param target the highest target stated; null without any
     * @param wonMin the lowest crash of its rounds won; the final multiplier where no crash is known
     * @param lostMin of rounds lost
     * @param watchedMin of rounds that were neither
     * @param wins rounds won from the beginning to the end of the bucket
     * @param played likewise rounds won or lost
     * @param errors rounds of outcome ERROR or with an error_type, in the bucket
     * @param confidence the mean of multiplier_detection_confidence; null without any
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Buckets(
            List<Long> firstRound,
            List<Long> lastRound,
            List<Long> rounds,
            List<BigDecimal> profit,
            List<BigDecimal> profitMin,
            List<BigDecimal> profitMax,
            List<BigDecimal> stakeMin,
            List<BigDecimal> stakeMax,
            List<BigDecimal> target,
            List<BigDecimal> wonMin,
            List<BigDecimal> wonMax,
            List<BigDecimal> lostMin,
            List<BigDecimal> lostMax,
            List<BigDecimal> watchedMin,
            List<BigDecimal> watchedMax,
            List<Long> wins,
            List<Long> played,
            List<Long> errors,
            List<BigDecimal> confidence,
            List<BigDecimal> confidenceMin) {}
}
