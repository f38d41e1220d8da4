package dev.crashanalytics.analytics;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/** What a bot foresaw about a round, a row of {@code analytics_round_signals}. */
@Entity
@Immutable
@Table(name = "analytics_round_signals")
@IdClass(SignalEntity.Key.class)
public class SignalEntity extends PanacheEntityBase {

    @Id
    public Long id;

    public Long roundId;

    @Id
    public String botId;

    @Id
    public String sessionId;

    @Id
    public Long roundNumber;

    public Instant timestamp;
    public String gameName;
    public String signalType;
    public BigDecimal confidenceScore;
    public BigDecimal signalStrength;
    public BigDecimal timeToCrashPredictedMs;
    public BigDecimal volatilityMeasure;
    public BigDecimal momentumScore;
    public String patternMatchType;
    public Integer similarRoundsCount;
    public BigDecimal predictedMultiplier;
    public boolean predictedAhead;
    public Boolean signalCorrectness;
    public BigDecimal actualMultiplier;
    public BigDecimal predictionError;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(feature_vector as text)")
    public String featureVector;

    public String eventId;
    public Instant createdAt;
    public LocalDate dateBucket;
    public long commitId;
    public int position;

    /** The primary key. */
    public record Key(String botId, String sessionId, Long roundNumber, Long id) {}
}
