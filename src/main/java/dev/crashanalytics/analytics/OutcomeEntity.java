package dev.crashanalytics.analytics;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;

/** How a round ended for its bot, a row of {@code analytics_round_outcomes}. */
@Entity
@Immutable
@Table(name = "analytics_round_outcomes")
@IdClass(OutcomeEntity.Key.class)
public class OutcomeEntity extends PanacheEntityBase {

    public Long id;
    public long roundId;

    @Id
    public String botId;

    @Id
    public String sessionId;

    @Id
    public Long roundNumber;

    public Instant timestamp;
    public String gameName;
    public String platformCode;
    public String strategyName;
    public String outcome;
    public BigDecimal profitLoss;
    public BigDecimal roiPercent;
    public BigDecimal betAmount;
    public BigDecimal winnings;
    public BigDecimal lossAmount;
    public BigDecimal targetMultiplier;
    public BigDecimal actualMultiplier;
    public BigDecimal multiplierError;
    public Boolean hitTarget;
    public Integer winStreakLength;
    public Integer lossStreakLength;
    public String outcomeCategory;
    public BigDecimal durationSeconds;
    public boolean isDerived;
    public boolean streaksDerived;
    public LocalDate dateBucket;
    public Short hourBucket;
    public Instant createdAt;

    /** The primary key. */
    public record Key(String botId, String sessionId, Long roundNumber) {}
}
