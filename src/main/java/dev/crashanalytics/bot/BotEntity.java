package dev.crashanalytics.bot;

import dev.crashanalytics.fact.Facts;
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

    /** Takes over what is said; what is not said stays as it is. */
    void apply(Facts<BotFact> facts) {
        botName = said(facts, BotFact.BOT_NAME, botName);
        vmName = said(facts, BotFact.VM_NAME, vmName);
        vmProvider = said(facts, BotFact.VM_PROVIDER, vmProvider);
        region = said(facts, BotFact.REGION, region);
        sessionId = said(facts, BotFact.SESSION_ID, sessionId);
        strategyName = said(facts, BotFact.STRATEGY_NAME, strategyName);
        isActive = said(facts, BotFact.IS_ACTIVE, isActive);
        initialBalance = said(facts, BotFact.INITIAL_BALANCE, initialBalance);
        baseStake = said(facts, BotFact.BASE_STAKE, baseStake);
        maxStake = said(facts, BotFact.MAX_STAKE, maxStake);
    }

    @SuppressWarnings("unchecked") // a fact's type says which class holds its values
    private static <T> T said(Facts<BotFact> facts, BotFact fact, T before) {
        return facts.has(fact) ? (T) facts.get(fact) : before;
    }
}
