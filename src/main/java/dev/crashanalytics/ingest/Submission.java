package dev.crashanalytics.ingest;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.store.Receipt;
import java.util.function.Consumer;

/**
 * An entry on its way through the pipeline.
 *
 * @param bytes of JSON it came from, which is what it is taken to weigh
 * @param submittedAt {@link System#nanoTime} when it was taken
 * @param answer called once, on the lane's event loop, after the entry's transaction has ended
 */
record Submission(Entry entry, int bytes, long submittedAt, Consumer<Receipt> answer) {

    void refuse(ProblemCode code, String detail) {
        answer.accept(new Receipt.Refused(new Refusal(code, detail)));
    }

    boolean isOlderThan(long nanos) {
        return System.nanoTime() - submittedAt > nanos;
    }
}
