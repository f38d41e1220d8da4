package dev.crashanalytics.ingest;

import dev.crashanalytics.wire.ServerFrame;
import dev.crashanalytics.wire.ServerFrames;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The answer to one message, which collects the answers to its items. They may come from any thread, in any order. */
final class Reply implements Intake.Answers {

    private final boolean isBatch;
    private final ServerFrame.Answer[] answers;
    private final AtomicInteger missing;
    private final Runnable whenComplete;

    /**
     * @param isBatch whether the message was an array, so that the answer is one
     * @param whenComplete called once, on the thread of the last answer; an empty batch is complete from the start
     */
    Reply(boolean isBatch, int items, Runnable whenComplete) {
        this.isBatch = isBatch;
        this.answers = new ServerFrame.Answer[items];
        this.missing = new AtomicInteger(items);
        this.whenComplete = whenComplete;
    }

    @Override
    public void answer(int index, ServerFrame.Answer answer) {
        answers[index] = answer;
        if (missing.decrementAndGet() == 0) {
            whenComplete.run();
        }
    }

    boolean isComplete() {
        return missing.get() == 0;
    }

    int items() {
        return answers.length;
    }

    /** The frame to send. */
    String text() {
        return ServerFrames.write(isBatch ? new ServerFrame.Acks(Arrays.asList(answers)) : answers[0]);
    }
}
