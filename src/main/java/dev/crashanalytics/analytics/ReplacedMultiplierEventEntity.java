package dev.crashanalytics.analytics;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** The event id of a crash or cash-out row that another one has replaced, a row of {@code replaced_multiplier_events}. */
@Entity
@Immutable
@Table(name = "replaced_multiplier_events")
@IdClass(ReplacedMultiplierEventEntity.Key.class)
public class ReplacedMultiplierEventEntity extends PanacheEntityBase {

    @Id
    public String botId;

    @Id
    public String sessionId;

    @Id
    public String eventId;

    public long multiplierId;
    public Long roundId;
    public long commitId;
    public int position;

    /** The primary key. */
    public record Key(String botId, String sessionId, String eventId) {}
}
