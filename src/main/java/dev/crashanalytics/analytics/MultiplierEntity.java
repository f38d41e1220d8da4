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

/** A multiplier of a round: a tick of the flight, its crash or a cash-out. A row of {@code analytics_round_multipliers}. */
@Entity
@Immutable
@Table(name = "analytics_round_multipliers")
@IdClass(MultiplierEntity.Key.class)
public class MultiplierEntity extends PanacheEntityBase {

    @Id
    public Long id;

    public Long roundId;

    @Id
    public String botId;

    @Id
    public String sessionId;

    @Id
    public Long roundNumber;

    public String roundExternalId;
    public BigDecimal multiplier;
    public Instant timestamp;
    public String gameName;
    public String platformCode;
    public boolean isCrashMultiplier;
    public boolean isCashoutMultiplier;
    public boolean maxInRound;
    public BigDecimal ocrConfidence;
    public BigDecimal dataQualityScore;
    public String eventId;
    public boolean isDerived;
    public Instant createdAt;
    public LocalDate dateBucket;
    public Long commitId;
    public Integer position;

    /** The primary key. */
    public record Key(String botId, String sessionId, Long roundNumber, Long id) {}
}
