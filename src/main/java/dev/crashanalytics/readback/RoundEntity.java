package dev.crashanalytics.readback;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/** A stored round, a row of {@code crash_game_rounds}. Written by the ingest transaction alone. */
@Entity
@Immutable
@Table(name = "crash_game_rounds")
@IdClass(RoundEntity.Key.class)
public class RoundEntity extends PanacheEntityBase {

    public Long id;

    @Id
    public String botId;

    @Id
    public String sessionId;

    public String gameName;
    public String platformCode;
    public String roundExternalId;
    public String currency;

    @Id
    public Long roundNumber;

    public Instant roundStartTimestamp;
    public Instant roundEndTimestamp;
    public BigDecimal durationSeconds;
    public BigDecimal processingTimeMs;
    public BigDecimal stakeValue;
    public BigDecimal stakeBeforeUpdate;
    public BigDecimal stakeAfterUpdate;
    public String strategyName;
    public BigDecimal targetMultiplier;
    public Boolean manualOverrideFlag;
    public String stakePlacementResult;
    public BigDecimal crashMultiplierDetected;
    public BigDecimal cashoutMultiplier;
    public BigDecimal finalMultiplier;
    public String multiplierSource;
    public BigDecimal cashoutAmount;
    public BigDecimal profitLossAmount;
    public BigDecimal runningBalanceBefore;
    public BigDecimal runningBalanceAfter;
    public BigDecimal expectedProfit;
    public BigDecimal varianceFromStrategy;
    public BigDecimal roiPercent;
    public String ocrRawText;
    public String ocrCleanedValue;
    public BigDecimal multiplierDetectionConfidence;
    public BigDecimal cashoutDetectionConfidence;
    public Boolean ocrTimeoutFlag;
    public String screenshotReferenceId;
    public String roundOutcome;
    public String errorType;
    public String errorDescription;
    public String recoveryActionTaken;
    public Integer retryCount;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(metadata as text)")
    public String metadata;

    public Instant createdAt;
    public Instant updatedAt;
    public long commitId;
    public int position;

    /** The primary key. */
    public record Key(String botId, String sessionId, Long roundNumber) {}
}
