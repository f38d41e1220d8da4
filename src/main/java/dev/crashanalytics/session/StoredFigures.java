package dev.crashanalytics.session;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;

/** The sums that a session keeps of each currency, a member of {@code session_logs.figures_by_currency}. */
@JsonNaming(SnakeCaseStrategy.class)
@RegisterForReflection
record StoredFigures(
        int rounds,
        int wins,
        int losses,
        BigDecimal stakes,
        BigDecimal profit,
        BigDecimal winProfit,
        BigDecimal lossProfit,
        BigDecimal largestWin,
        BigDecimal largestLoss) {}
