package dev.crashanalytics.bot;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;

/** A registered bot, a row of {@code bot_vm_registration}. */
@Entity
@Table(name = "bot_vm_registration")
public class BotEntity extends PanacheEntityBase {

    @Id
    public String botId;

    /** Given by the database. */
    @Column(insertable = false, updatable = false)
    public Long id;

    public String botName;
    public String vmName;
    public String vmProvider;
    public String region;
    public String sessionId;
    public String strategyName;
    public boolean isActive;
    public BigDecimal initialBalance;
    public BigDecimal baseStake;
    public BigDecimal maxStake;
    public Instant createdAt;
    public Instant updatedAt;
}
