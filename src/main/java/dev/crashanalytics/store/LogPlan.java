package dev.crashanalytics.store;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.ErrorFact;
import dev.crashanalytics.round.OcrFact;
import dev.crashanalytics.store.PgEvents.EventKey;
import dev.crashanalytics.store.PgLogs.NewError;
import dev.crashanalytics.store.PgLogs.NewOcr;
import java.util.function.LongFunction;

/** Plans errors and readings of the screen, which belong to a bot and perhaps to a session and a round. */
final class LogPlan {

    private final BatchContext context;

    LogPlan(BatchContext context) {
        this.context = context;
    }

    LongFunction<Receipt> plan(Entry.Error entry) {
        EventKey event = new EventKey(
                EventTable.ERRORS,
                entry.botId(),
                entry.sessionId(),
                entry.facts().text(ErrorFact.EVENT_ID));
        return context.repeated(event, entry.roundNumber()).orElseGet(() -> context.remember(event, add(event, entry)));
    }

    LongFunction<Receipt> plan(Entry.Ocr entry) {
        EventKey event = new EventKey(
                EventTable.OCR, entry.botId(), entry.sessionId(), entry.facts().text(OcrFact.EVENT_ID));
        return context.repeated(event, entry.roundNumber()).orElseGet(() -> context.remember(event, add(event, entry)));
    }

    private LongFunction<Receipt> add(EventKey event, Entry.Error entry) {
        Facts<ErrorFact> complete = entry.facts().toBuilder()
                .put(ErrorFact.BOT_ID, entry.botId())
                .put(ErrorFact.SESSION_ID, entry.sessionId())
                .putIfAbsent(ErrorFact.TIMESTAMP, context.now())
                .build();
        long id = context.ids().next(EventTable.ERRORS);
        Long roundId = roundId(entry.botId(), entry.sessionId(), entry.roundNumber());
        int position = context.writes().nextPosition();
        context.writes().errors.add(new NewError(id, roundId, position, complete));
        return first -> BatchContext.row(event, id, roundId, entry.roundNumber(), false, first + position);
    }

    private LongFunction<Receipt> add(EventKey event, Entry.Ocr entry) {
        Facts<OcrFact> complete = entry.facts().toBuilder()
                .put(OcrFact.BOT_ID, entry.botId())
                .put(OcrFact.SESSION_ID, entry.sessionId())
                .putIfAbsent(OcrFact.TIMESTAMP, context.now())
                .build();
        long id = context.ids().next(EventTable.OCR);
        Long roundId = roundId(entry.botId(), entry.sessionId(), entry.roundNumber());
        context.writes().readings.add(new NewOcr(id, roundId, complete));
        return first -> BatchContext.row(event, id, roundId, entry.roundNumber(), false, null);
    }

    private Long roundId(String botId, String sessionId, Long roundNumber) {
        RoundState round = context.roundOf(botId, sessionId, roundNumber);
        return round == null ? null : round.id();
    }
}
