package dev.crashanalytics.ingest;

import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.history.ImportLine;
import dev.crashanalytics.history.ImportReader;
import dev.crashanalytics.problem.ConnectionReset;
import dev.crashanalytics.problem.PgUnavailability;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.SessionFact;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.wire.ClientFrame;
import dev.crashanalytics.wire.ClientId;
import dev.crashanalytics.wire.ServerFrame;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One POST /imports: lines become rounds as they arrive and go into the pipeline like any others. The body is never held
 * whole; while the pipeline is full, too many lines are without an answer, or the client leaves its answer unread, it is not
 * read. Lives on the request's event loop.
 */
final class Import {

    private static final Logger LOG = Logger.getLogger(Import.class);

    /** So many at a time are read, between two looks at everybody else. */
    private static final int LINES_AT_ONCE = 250;

    /** So many may be without an answer: enough to fill transactions, few enough to let the bots' own rounds through. */
    private static final int MOST_UNANSWERED = 1_000;

    /** What one line is refused for, every other one will be. */
    private static final Set<ProblemCode> HOPELESS = EnumSet.of(ProblemCode.UNKNOWN_GAME, ProblemCode.GAME_MISMATCH);

    private final Vertx vertx;
    private final Context context;
    private final RoutingContext call;
    private final Intake intake;
    private final PgImportTarget target;
    private final ImportRequest request;
    private final ImportReader reader;
    private final ImportTally tally = new ImportTally();
    private final ImportAnswer answer;

    /** Whether anything came or went since the last look. */
    private boolean hasMoved = true;

    private int unanswered;
    private boolean isSubmitting;
    private boolean hasEnded;
    private boolean isOver;

    Import(
            Vertx vertx,
            RoutingContext call,
            Intake intake,
            PgImportTarget target,
            ImportRequest request,
            int maxRejected) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.call = call;
        this.intake = intake;
        this.target = target;
        this.request = request;
        this.reader = new ImportReader(request.settings());
        this.answer = new ImportAnswer(call, request, maxRejected);
    }

    /**
     * Reads the file.
     *
     * @param stalledMillis how long the client may neither send nor read before it is cut off
     */
    void start(long stalledMillis) {
        HttpServerRequest body = call.request();
        long watch = vertx.setPeriodic(stalledMillis, tick -> cutOffIfStalled());
        call.addEndHandler(over -> vertx.cancelTimer(watch));
        body.handler(bytes -> {
            hasMoved = true;
            body.pause();
            reader.feed(bytes);
            goOn();
        });
        body.endHandler(ended -> {
            hasEnded = true;
            reader.end();
            goOn();
        });
        call.addEndHandler(over -> isOver = true);
        body.resume();
    }

    /** Lines without an answer are the pipeline's to move; with none of them it is the client's turn. */
    private void cutOffIfStalled() {
        if (!hasMoved && unanswered == 0 && !isOver) {
            isOver = true;
            ConnectionReset.of(call);
        }
        hasMoved = false;
    }

    /** Reads on, unless something must come first; each of those comes back here. */
    private void goOn() {
        try {
            if (isOver || answer.isOver() || isSubmitting || unanswered >= MOST_UNANSWERED) {
                return;
            }
            if (answer.isFull()) {
                isSubmitting = true;
                answer.whenRead(this::submitted);
                return;
            }
            List<ImportLine> lines = reader.read(LINES_AT_ONCE);
            if (!lines.isEmpty()) {
                take(lines);
            } else if (!hasEnded) {
                call.request().resume();
            } else if (unanswered == 0) {
                complete();
            }
        } catch (ProblemException refused) {
            fail(refused.refusal());
        } catch (RuntimeException | Error bug) {
            fail(bug);
        }
    }

    private void take(List<ImportLine> lines) {
        List<ImportLine> rounds = new ArrayList<>(lines.size());
        List<ClientFrame> frames = new ArrayList<>(lines.size());
        int bytes = 0;
        for (ImportLine line : lines) {
            tally.countLine();
            if (line.frame() instanceof ClientFrame.Invalid invalid) {
                reject(line, invalid.refusal());
            } else if (request.isDryRun()) {
                tally.countRound(round(line).facts(), false, false);
            } else {
                rounds.add(line);
                frames.add(line.frame());
                bytes += line.bytes();
            }
        }
        isSubmitting = true;
        unanswered += frames.size();
        intake.take(frames, bytes, (index, said) -> answered(rounds.get(index), said))
                .onSuccess(full -> context.runOnContext(taken -> submittedInto(full)))
                .onFailure(bug -> context.runOnContext(failed -> fail(bug)));
    }

    private void submittedInto(LaneQueue full) {
        if (full == null) {
            submitted();
        } else {
            full.whenRoom(() -> context.runOnContext(room -> submitted()));
        }
    }

    private void submitted() {
        hasMoved = true;
        isSubmitting = false;
        goOn();
    }

    private void answered(ImportLine line, ServerFrame.Answer said) {
        context.runOnContext(onRequest -> {
            unanswered--;
            hasMoved = true;
            if (isOver) {
                return;
            }
            if (said instanceof ServerFrame.Ack ack) {
                tally.countRound(
                        round(line).facts(), ack.duplicate(), !ack.warnings().isEmpty());
                answer.progress(tally, tally.stored());
            } else {
                refused(line, ((ServerFrame.Error) said).refusal());
            }
            goOn();
        });
    }

    private void refused(ImportLine line, Refusal refusal) {
        boolean isHopeless = refusal.code().retryable() || HOPELESS.contains(refusal.code());
        if (isHopeless) {
            fail(new Refusal(
                    refusal.code(),
                    "line " + line.line() + ": " + refusal.detail() + "; " + tally.stored()
                            + " lines before were stored, and will be duplicates when the file is sent again",
                    refusal.errors()));
        } else {
            reject(line, refusal);
        }
    }

    private void reject(ImportLine line, Refusal refusal) {
        tally.countRejected();
        answer.rejected(line, refusal);
    }

    private static Entry.Round round(ImportLine line) {
        return (Entry.Round) ((ClientFrame.Complete) line.frame()).entry();
    }

    /** Every line is answered. The session of the file is over then; one that the client named is its own affair. */
    private void complete() {
        isSubmitting = true;
        if (request.isDryRun()) {
            lookAtTarget();
            return;
        }
        if (!request.isOwnSession() || tally.stored() == 0) {
            report(List.of());
            return;
        }
        Facts<SessionFact> end = Facts.builder(SessionFact.class)
                .put(SessionFact.BOT_ID, request.settings().botId())
                .put(SessionFact.SESSION_ID, request.settings().sessionId())
                .put(SessionFact.END_TIME, tally.last())
                .build();
        SessionKey key =
                new SessionKey(request.settings().botId(), request.settings().sessionId());
        ClientFrame close = new ClientFrame.Complete(ClientId.NONE, new Entry.SessionClose(key, end));
        intake.take(List.of(close), 1, (index, said) -> context.runOnContext(closed -> closed(said)))
                .onFailure(bug -> context.runOnContext(failed -> fail(bug)));
    }

    private void closed(ServerFrame.Answer said) {
        if (said instanceof ServerFrame.Error error) {
            fail(error.refusal());
        } else {
            report(List.of());
        }
    }

    /** Nothing is stored; what the database would say of it is told all the same. */
    private void lookAtTarget() {
        target.findings(request.settings(), tally.first())
                .onSuccess(findings -> context.runOnContext(found -> report(findings)))
                .onFailure(failure -> context.runOnContext(failed -> targetUnknown(failure)));
    }

    private void targetUnknown(Throwable failure) {
        if (PgUnavailability.isCauseOf(failure)) {
            fail(new Refusal(ProblemCode.DATABASE_UNAVAILABLE, "the database is away; try the file again later"));
        } else {
            fail(failure);
        }
    }

    private void report(List<ImportFinding> findings) {
        if (!isOver && !answer.isOver()) {
            isOver = true;
            answer.report(tally, reader, findings);
        }
    }

    private void fail(Throwable bug) {
        LOG.error("event=import_failure", bug);
        fail(new Refusal(ProblemCode.INTERNAL_ERROR, "The failure has been logged; send the file again."));
    }

    private void fail(Refusal refusal) {
        if (!isOver && !answer.isOver()) {
            isOver = true;
            answer.failed(refusal, tally);
        }
    }
}
