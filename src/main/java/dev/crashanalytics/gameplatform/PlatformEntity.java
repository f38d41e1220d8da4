package dev.crashanalytics.gameplatform;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;

/** A game on a platform, a row of {@code game_platform_config}. */
@Entity
@Table(name = "game_platform_config")
public class PlatformEntity extends PanacheEntityBase {

    @Id
    public Long id;

    public String gameName;
    public String platformCode;
    public String platformUrl;
    public String roundExternalIdFormat;
    public String currency;
    public BigDecimal houseEdgePercent;
    public BigDecimal minMultiplier;
    public BigDecimal maxMultiplier;
    public boolean isActive;
    public Instant createdAt;
}
