package dev.crashanalytics.ingest;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.store.PgAddresses;
import dev.crashanalytics.store.Receipt;
import dev.crashanalytics.wire.ClientFrame;
import dev.crashanalytics.wire.ServerFrame;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hands frames to the pipeline, in their order, and turns receipts into answers. */
@ApplicationScoped
public class Intake {

    private final Pipeline pipeline;
    private final PgAddresses addresses;
    private final IngestMetrics metrics;

    Intake(Pipeline pipeline, PgAddresses addresses, IngestMetrics metrics) {
        this.pipeline = pipeline;
        this.addresses = addresses;
        this.metrics = metrics;
    }

    /** Gets the answers, each once, on whatever event loop. */
    @FunctionalInterface
    interface Answers {
        void answer(int index, ServerFrame.Answer answer);

        /**
         * Completes when everything the client sent before this item is answered. For the first item it is asked on the
         * thread of {@link Intake#take}.
         */
        default Future<Void> whenAnsweredBefore(int index) {
            return Future.succeededFuture();
        }
    }

    /**
     * Takes frames. Those who send more before the result is there mix up the order.
     *
     * @param bytes of JSON they came from
     * @return when all of them are in the pipeline, or answered: a queue that is full, or null. It fails, or this throws,
     *     only where the server has a bug; then some of them may never be answered
     */
    Future<LaneQueue> take(List<ClientFrame> frames, int bytes, Answers answers) {
        int bytesEach = Math.max(1, bytes / Math.max(1, frames.size()));
        boolean together = frames.stream().noneMatch(ClientFrame.BySessionId.class::isInstance);
        // Within compose, since that turns what is thrown into a failure.
        return Future.succeededFuture()
                .compose(start ->
                        together ? takeTogether(frames, bytesEach, answers) : takeFrom(0, frames, bytesEach, answers));
    }

    /**
     * Takes what stands from {@code start} on. A session that is named by its session_id alone may be one that the client
     * has opened just before, so that it can be looked up only when that is committed.
     */
    private Future<LaneQueue> takeFrom(int start, List<ClientFrame> frames, int bytesEach, Answers answers) {
        int end = start + 1;
        while (end < frames.size()
                && (!(frames.get(end) instanceof ClientFrame.BySessionId)
                        || frames.get(end - 1) instanceof ClientFrame.BySessionId)) {
            end++;
        }
        int next = end;
        return answers.whenAnsweredBefore(start)
                .compose(ready -> takeTogether(
                        frames.subList(start, next),
                        bytesEach,
                        (index, answer) -> answers.answer(start + index, answer)))
                .compose(full -> next == frames.size()
                        ? Future.succeededFuture(full)
                        : takeFrom(next, frames, bytesEach, answers));
    }

    private Future<LaneQueue> takeTogether(List<ClientFrame> frames, int bytesEach, Answers answers) {
        if (frames.stream().noneMatch(Intake::needsAddress)) {
            return Future.succeededFuture(submit(frames, Addresses.NONE, bytesEach, answers));
        }
        return lookUp(frames)
                .transform(known -> Future.succeededFuture(
                        known.succeeded()
                                ? submit(frames, known.result(), bytesEach, answers)
                                : refuseAll(frames, answers)));
    }

    private LaneQueue refuseAll(List<ClientFrame> frames, Answers answers) {
        Refusal refusal = new Refusal(ProblemCode.DATABASE_UNAVAILABLE, "the database is away; send it again later");
        for (int i = 0; i < frames.size(); i++) {
            answers.answer(i, refused(frames.get(i), refusal));
        }
        return null;
    }

    private record Addresses(Map<Long, RoundKey> rounds, Map<String, SessionKey> sessions) {
        private static final Addresses NONE = new Addresses(Map.of(), Map.of());
    }

    private static boolean needsAddress(ClientFrame frame) {
        return frame instanceof ClientFrame.ByRoundId || frame instanceof ClientFrame.BySessionId;
    }

    private Future<Addresses> lookUp(List<ClientFrame> frames) {
        Set<Long> roundIds = new HashSet<>();
        Set<String> sessionIds = new HashSet<>();
        for (ClientFrame frame : frames) {
            if (frame instanceof ClientFrame.ByRoundId byRound) {
                roundIds.add(byRound.roundId());
            } else if (frame instanceof ClientFrame.BySessionId bySession) {
                sessionIds.add(bySession.sessionId());
            }
        }
        return addresses
                .rounds(roundIds)
                .compose(rounds ->
                        addresses.latestSessions(sessionIds).map(sessions -> new Addresses(rounds, sessions)));
    }

    private LaneQueue submit(List<ClientFrame> frames, Addresses known, int bytesEach, Answers answers) {
        LaneQueue full = null;
        long now = System.nanoTime();
        for (int i = 0; i < frames.size(); i++) {
            int index = i;
            ClientFrame frame = frames.get(i);
            Object addressed = address(frame, known);
            if (addressed instanceof Refusal refusal) {
                answers.answer(index, refused(frame, refusal));
                continue;
            }
            Entry entry = (Entry) addressed;
            pipeline.submit(
                    new Submission(entry, bytesEach, now, receipt -> answers.answer(index, answer(frame, receipt))));
            LaneQueue queue = pipeline.queue(entry.botId());
            full = queue.isFull() ? queue : full;
        }
        return full;
    }

    /** The entry of a frame, or the {@link Refusal} of it. */
    private static Object address(ClientFrame frame, Addresses known) {
        if (frame instanceof ClientFrame.Complete complete) {
            return complete.entry();
        } else if (frame instanceof ClientFrame.Invalid invalid) {
            return invalid.refusal();
        } else if (frame instanceof ClientFrame.ByRoundId byRound) {
            RoundKey key = known.rounds().get(byRound.roundId());
            if (key == null) {
                return Refusal.ofField(ProblemCode.ROUND_NOT_FOUND, "round_id", byRound.roundId() + " is not stored");
            }
            List<FactError> contradictions = byRound.contradictions(key);
            return contradictions.isEmpty()
                    ? byRound.address().apply(key)
                    : Refusal.ofFields(ProblemCode.ROUND_MISMATCH, contradictions);
        }
        ClientFrame.BySessionId bySession = (ClientFrame.BySessionId) frame;
        SessionKey key = known.sessions().get(bySession.sessionId());
        return key == null
                ? Refusal.ofField(ProblemCode.SESSION_NOT_FOUND, "session_id", bySession.sessionId() + " is unknown")
                : bySession.address().apply(key);
    }

    private ServerFrame.Answer refused(ClientFrame frame, Refusal refusal) {
        metrics.refused(refusal.code());
        return new ServerFrame.Error(frame.id(), refusal);
    }

    private static ServerFrame.Answer answer(ClientFrame frame, Receipt receipt) {
        if (receipt instanceof Receipt.Refused refused) {
            return new ServerFrame.Error(frame.id(), refused.refusal());
        }
        Receipt.Stored stored = (Receipt.Stored) receipt;
        return new ServerFrame.Ack(
                frame.id(),
                stored.recordId(),
                stored.roundId(),
                stored.botId(),
                stored.sessionId(),
                stored.roundNumber(),
                stored.duplicate(),
                stored.offset(),
                stored.warnings());
    }
}
