package dev.crashanalytics.log;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A reading of the screen that a bot checked, a row of {@code ocr_validation_logs}. */
@Entity
@Immutable
@Table(name = "ocr_validation_logs")
@IdClass(OcrValidationEntity.Key.class)
public class OcrValidationEntity extends PanacheEntityBase {

    @Id
    public Long id;

    public Long roundId;

    @Id
    public String botId;

    public String sessionId;
    public String rawOcrText;
    public String cleanedValue;
    public BigDecimal confidence;
    public String validationStatus;
    public Instant timestamp;
    public String eventId;

    /** The primary key. */
    public record Key(String botId, Long id) {}
}
