package dev.crashanalytics.gameplatform;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.query.Conditions;
import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;

/** The games there are, on their platforms. */
@ApplicationScoped
class PlatformService {

    /** Waits for a concurrent call about the same platform and then does nothing, where a plain insert would fail. */
    private static final String INSERT = """
            INSERT INTO game_platform_config (game_name, platform_code) VALUES (?1, ?2)
            ON CONFLICT (game_name, platform_code) DO NOTHING
            """;

    /**
     * A platform after it was put.
     *
     * @param created whether it was unknown before
     */
    record Replacement(PlatformView platform, boolean created) {}

    /** Creates or replaces a platform: what is not said becomes its default. */
    @WithTransaction
    Uni<Replacement> put(String gameName, String platformCode, Facts<PlatformFact> facts) {
        return insertIfUnknown(gameName, platformCode)
                .chain(created -> PlatformEntity.<PlatformEntity>find(
                                "gameName = ?1 and platformCode = ?2", gameName, platformCode)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .singleResult()
                        .invoke(platform -> platform.replace(facts))
                        .map(platform -> new Replacement(PlatformView.of(platform), created)));
    }

    /** A page of platforms, in the order they were added. */
    @WithSession
    Uni<Page<PlatformView>> list(PageRequest request) {
        Conditions conditions = new Conditions();
        request.start().ifPresent(cursor -> conditions.and("p.id > :last", "last", cursor.number(0)));
        return PlatformEntity.<PlatformEntity>find(
                        conditions.toQuery("from PlatformEntity p", "order by p.id"), conditions.parameters())
                .range(0, request.fetchSize() - 1)
                .list()
                .map(platforms -> request.page(platforms, PlatformView::of, platform -> List.of(platform.id)));
    }

    private static Uni<Boolean> insertIfUnknown(String gameName, String platformCode) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter(1, gameName)
                        .setParameter(2, platformCode)
                        .executeUpdate())
                .map(rows -> rows == 1);
    }
}
