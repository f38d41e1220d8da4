package dev.crashanalytics.maintenance;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Function;

/** Work that is done piece by piece, so that nobody waits for all of it. */
final class Steps {

    private Steps() {}

    /** Does steps until one answers that none is left; each begins where the one before ended. */
    static <P> Uni<Void> each(P first, Function<P, Uni<Optional<P>>> step) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Object[] {Optional.of(first)}, position -> {
                    @SuppressWarnings("unchecked")
                    Optional<P> from = (Optional<P>) position[0];
                    return step.apply(from.orElseThrow()).invoke(next -> position[0] = next);
                })
                .whilst(Optional::isPresent)
                .onItem()
                .ignoreAsUni();
    }
}
