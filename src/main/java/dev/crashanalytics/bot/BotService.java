package dev.crashanalytics.bot;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.Conditions;
import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import dev.crashanalytics.query.QueryValues;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The bots that are registered, by themselves or by what they logged. */
@ApplicationScoped
class BotService {

    /** Waits for a concurrent registration of the same bot and then does nothing, where a plain insert would fail. */
    private static final String INSERT =
            "INSERT INTO bot_vm_registration (bot_id) VALUES (?1) ON CONFLICT (bot_id) DO NOTHING";

    /**
     * A bot after its registration.
     *
     * @param created whether it was unknown before
     */
    record Registration(BotView bot, boolean created) {}

    /**
     * Registers a bot, or completes and corrects what is known of it: what is said replaces what was, what is not said
     * stays. Fails with {@code invalid} where the stakes contradict each other, those known before included.
     *
     * @param facts of which the bot_id is said
     */
    @WithTransaction
    Uni<Registration> register(Facts<BotFact> facts) {
        String botId = facts.text(BotFact.BOT_ID);
        return insertIfUnknown(botId)
                .chain(created -> BotEntity.<BotEntity>findById(botId, LockModeType.PESSIMISTIC_WRITE)
                        .invoke(bot -> update(bot, facts, created))
                        .map(bot -> new Registration(BotView.of(bot), created)));
    }

    /** The bot; fails with {@code bot_not_found}. */
    @WithSession
    Uni<BotView> byId(String botId) {
        if (!QueryValues.isStorable(botId, 50)) {
            return Uni.createFrom().failure(notFound());
        }
        return BotEntity.<BotEntity>findById(botId)
                .onItem()
                .ifNull()
                .failWith(BotService::notFound)
                .map(BotView::of);
    }

    /** A page of bots, by bot_id. */
    @WithSession
    Uni<Page<BotView>> list(PageRequest request) {
        Conditions conditions = new Conditions();
        request.start().ifPresent(cursor -> conditions.and("b.botId > :last", "last", cursor.text(0)));
        return BotEntity.<BotEntity>find(
                        conditions.toQuery("from BotEntity b", "order by b.botId"), conditions.parameters())
                .range(0, request.fetchSize() - 1)
                .list()
                .map(bots -> request.page(bots, BotView::of, bot -> List.of(bot.botId)));
    }

    private static Uni<Boolean> insertIfUnknown(String botId) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(INSERT).setParameter(1, botId).executeUpdate())
                .map(rows -> rows == 1);
    }

    private static void update(BotEntity bot, Facts<BotFact> facts, boolean created) {
        bot.apply(facts);
        if (bot.maxStake != null && bot.baseStake != null && bot.maxStake.compareTo(bot.baseStake) < 0) {
            throw ProblemException.invalid(
                    BotFact.MAX_STAKE.column(),
                    "must be at least the base_stake, " + bot.baseStake.toPlainString() + ", not "
                            + bot.maxStake.toPlainString());
        }
        if (!created) {
            bot.updatedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemCode.BOT_NOT_FOUND, "There is no such bot.");
    }
}
