package dev.crashanalytics.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Answers in problems what no route answers, and what fails around the REST resources. */
@ApplicationScoped
class ProblemRoutes {

    /** Just before Quarkus's own handler of failures. */
    private static final int ALMOST_LAST = Integer.MAX_VALUE - 1;

    void install(@Observes Router router) {
        List.of(400, 404, 405, 406, 415)
                .forEach(status -> router.errorHandler(status, context -> refuse(context, status)));
        router.route().order(ALMOST_LAST).failureHandler(ProblemRoutes::fail);
    }

    private static void fail(RoutingContext context) {
        if (context.failure() instanceof ProblemException refused) {
            ProblemResponse.write(context, refused.refusal());
        } else if (context.failure() == null || context.statusCode() < 500) {
            refuse(context, context.statusCode());
        } else {
            ProblemResponse.write(context, ProblemMapper.toServerRefusal(context.failure(), context.normalizedPath()));
        }
    }

    private static void refuse(RoutingContext context, int status) {
        ProblemResponse.write(context, ProblemMapper.toRefusal(status, context.normalizedPath()));
    }
}
