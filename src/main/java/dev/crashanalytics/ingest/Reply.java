package dev.crashanalytics.ingest;

import dev.crashanalytics.wire.ServerFrame;
import dev.crashanalytics.wire.ServerFrames;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.function.Supplier;

/** The answer to one message, which collects the answers to its items. They may come from any thread, in any order. */
final class Reply implements Intake.Answers {

    private final boolean isBatch;
    private final ServerFrame.Answer[] answers;
    private final MissingAnswers missing;
    private final Runnable onComplete;
    private final Supplier<Future<Void>> earlier;

    /**
     * @param isBatch whether the message was an array, so that the answer is one
     * @param onComplete called once, on the thread of the last answer; an empty batch is complete from the start
     * @param earlier tells when all messages before this one are answered
     */
    Reply(boolean isBatch, int items, Runnable onComplete, Supplier<Future<Void>> earlier) {
        this.isBatch = isBatch;
        this.answers = new ServerFrame.Answer[items];
        this.missing = new MissingAnswers(items);
        this.onComplete = onComplete;
        this.earlier = earlier;
    }

    @Override
    public void answer(int index, ServerFrame.Answer answer) {
        answers[index] = answer;
        if (missing.answered() == 0) {
            onComplete.run();
        }
    }

    @Override
    public Future<Void> whenAnsweredBefore(int index) {
        return index == 0 ? earlier.get() : missing.whenDownTo(answers.length - index);
    }

    Future<Void> whenComplete() {
        return missing.whenDownTo(0);
    }

    boolean isComplete() {
        return missing.count() == 0;
    }

    int items() {
        return answers.length;
    }

    /** The frame to send. */
    String text() {
        return ServerFrames.write(isBatch ? new ServerFrame.Acks(Arrays.asList(answers)) : answers[0]);
    }
}
