package dev.crashanalytics.log;

import dev.crashanalytics.query.Conditions;
import dev.crashanalytics.query.Page;
import dev.crashanalytics.query.PageRequest;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads what bots have logged beside their rounds, those logged last first. */
@ApplicationScoped
class LogReads {

    @WithSession
    Uni<Page<ErrorLogView>> errors(LogFilter filter, PageRequest request) {
        Conditions conditions = conditions(filter, "e.errorType = :kind", request);
        return ErrorLogEntity.find(
                        conditions.toQuery("from ErrorLogEntity e", "order by e.id desc"), conditions.parameters())
                .project(ErrorLogView.class)
                .range(0, request.fetchSize() - 1)
                .list()
                .map(rows -> request.page(rows, row -> row, row -> List.of(row.id())));
    }

    @WithSession
    Uni<Page<OcrValidationView>> ocrValidations(LogFilter filter, PageRequest request) {
        Conditions conditions = conditions(filter, "e.validationStatus = :kind", request);
        return OcrValidationEntity.find(
                        conditions.toQuery("from OcrValidationEntity e", "order by e.id desc"), conditions.parameters())
                .project(OcrValidationView.class)
                .range(0, request.fetchSize() - 1)
                .list()
                .map(rows -> request.page(rows, row -> row, row -> List.of(row.id())));
    }

    private static Conditions conditions(LogFilter filter, String ofKind, PageRequest request) {
        Conditions conditions = new Conditions()
                .and("e.botId = :bot", "bot", filter.botId())
                .and("e.sessionId = :session", "session", filter.sessionId())
                .and(ofKind, "kind", filter.kind())
                .and("e.timestamp >= :from", "from", filter.from())
                .and("e.timestamp < :to", "to", filter.to());
        request.start().ifPresent(cursor -> conditions.and("e.id < :last", "last", cursor.number(0)));
        return conditions;
    }
}
