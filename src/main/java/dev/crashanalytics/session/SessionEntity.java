package dev.crashanalytics.session;

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

/** A session with its running figures, a row of {@code session_logs}. Written by the ingest transaction alone. */
@Entity
@Immutable
@Table(name = "session_logs")
@IdClass(SessionEntity.Key.class)
public class SessionEntity extends PanacheEntityBase {

    public Long id;

    @Id
    public String botId;

    @Id
    public String sessionId;

    public String gameName;
    public Instant startTime;
    public Instant endTime;
    public BigDecimal durationSeconds;
    public BigDecimal initialBalance;
    public BigDecimal finalBalance;
    public BigDecimal totalProfitLoss;
    public BigDecimal totalRoiPercent;
    public int totalRounds;
    public int winningRounds;
    public int losingRounds;
    public BigDecimal winRate;
    public BigDecimal largestWin;
    public BigDecimal largestLoss;
    public BigDecimal averageWin;
    public BigDecimal averageLoss;
    public String status;
    public String notes;
    public Instant createdAt;
    public Instant updatedAt;
    public boolean startTimeExplicit;
    public boolean initialBalanceExplicit;
    public BigDecimal closingBalance;
    public BigDecimal lastBalance;
    public Long lastBalanceRound;
    public long lastRoundNumber;
    public Instant lastRoundAt;
    public int winStreak;
    public int lossStreak;
    /** As the column holds it: a JSON object of figures by currency. */
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(figures_by_currency as text)")
    public String figuresByCurrency;

    public int earlyRows;
    public long startedCommitId;
    public int startedPosition;
    public Long updatedCommitId;
    public Integer updatedPosition;
    public Long closedCommitId;
    public Integer closedPosition;

    /** The primary key. */
    public record Key(String botId, String sessionId) {}
}
