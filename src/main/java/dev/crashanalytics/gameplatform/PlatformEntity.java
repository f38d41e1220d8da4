package dev.crashanalytics.gameplatform;

import dev.crashanalytics.fact.Facts;
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

    private static final String DEFAULT_CURRENCY = "USD";

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

    /** Becomes what is said; what is not said becomes its default. */
    void replace(Facts<PlatformFact> facts) {
        platformUrl = facts.text(PlatformFact.PLATFORM_URL);
        roundExternalIdFormat = facts.text(PlatformFact.ROUND_EXTERNAL_ID_FORMAT);
        currency = facts.has(PlatformFact.CURRENCY) ? facts.text(PlatformFact.CURRENCY) : DEFAULT_CURRENCY;
        houseEdgePercent = facts.decimal(PlatformFact.HOUSE_EDGE_PERCENT);
        minMultiplier = facts.decimal(PlatformFact.MIN_MULTIPLIER);
        maxMultiplier = facts.decimal(PlatformFact.MAX_MULTIPLIER);
        isActive = !facts.has(PlatformFact.IS_ACTIVE) || facts.flag(PlatformFact.IS_ACTIVE);
    }
}
