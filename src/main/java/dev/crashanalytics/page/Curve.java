package dev.crashanalytics.page;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The running profit of a bot or strategy, round by round in the order of round_start_timestamp, session_id, round_number.
 *
 * @param currency whose rounds these are; null without rounds
 * @param currencies all there are among the rounds looked at; one is chosen by {@code currency=}, else the one with most rounds
 * @param complete false where there are older rounds than the 100,000 looked at; the curve then begins at 0 with the oldest of
 *     these
 * @param balanceBefore running_balance_before of the first round; null where it is unknown
 * @param rounds how many rounds the curve is of
 * @param position the rank of the last round of each point, from 1 on
 * @param profit the running profit after it
 * @param profitMin the lowest running profit since the point before
 */
@JsonNaming(SnakeCaseStrategy.class)
record Curve(
        @Schema(nullable = true) String currency,
        List<String> currencies,
        boolean complete,
        @Schema(nullable = true) BigDecimal balanceBefore,
        long rounds,
        List<Long> position,
        List<BigDecimal> profit,
        List<BigDecimal> profitMin,
        List<BigDecimal> profitMax) {}
