package dev.crashanalytics.log;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A failure that a bot reported, a row of {@code error_logs}. */
@Entity
@Immutable
@Table(name = "error_logs")
@IdClass(ErrorLogEntity.Key.class)
public class ErrorLogEntity extends PanacheEntityBase {

    @Id
    public Long id;

    public Long roundId;

    @Id
    public String botId;

    public String sessionId;
    public String errorType;
    public String errorMessage;
    public String errorTrace;
    public String recoveryAction;
    public Instant timestamp;
    public String eventId;
    public long commitId;
    public int position;

    /** The primary key. */
    public record Key(String botId, Long id) {}
}
