package dev.crashanalytics.store;

import java.util.List;
import java.util.function.LongFunction;

/**
 * The connection was lost between COMMIT and its answer: the transaction has committed or not.
 * {@link PgIngestConnection#settle} finds out, and from then on it is certain.
 */
final class CommitInDoubt extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long commitId;
    private final transient List<LongFunction<Receipt>> answers;

    CommitInDoubt(long commitId, List<LongFunction<Receipt>> answers, Throwable cause) {
        super("the fate of commit " + commitId + " is unknown", cause);
        this.commitId = commitId;
        this.answers = answers;
    }

    long commitId() {
        return commitId;
    }

    /** The receipts, if it has committed. */
    List<Receipt> receipts(long firstOffset) {
        return answers.stream().map(answer -> answer.apply(firstOffset)).toList();
    }
}
