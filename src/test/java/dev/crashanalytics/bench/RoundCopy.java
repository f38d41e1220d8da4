package dev.crashanalytics.bench;

/** Writes the rounds of one bot as lines of COPY's text format, for the staging table of {@link CopyCeiling}. */
final class RoundCopy {

    private static final byte[] STAKE = Bytes.ascii("\t10.00\t");
    private static final byte[] WIN = Bytes.ascii("\t1.33\tWIN\t");
    private static final byte[] LOSS = Bytes.ascii("\t\\N\tLOSS\t");
    private static final byte[] WIN_METADATA =
            Bytes.ascii("\t{\"strategy\":\"compound_1.33x\",\"prediction_correct\":true}\t");
    private static final byte[] LOSS_METADATA =
            Bytes.ascii("\t{\"strategy\":\"compound_1.33x\",\"prediction_correct\":false}\t");

    private final RoundStream stream;
    private final byte[] head;

    RoundCopy(RoundStream stream) {
        this.stream = stream;
        this.head = Bytes.ascii("%s\t%s\t%s\t%s\t"
                .formatted(stream.botId(), stream.sessionId(), RoundStream.GAME, RoundStream.PLATFORM));
    }

    /** Appends the next round; {@code position} is its place in the transaction. */
    void appendNext(Bytes out, int position) {
        stream.next();
        out.put(head).number(stream.roundNumber());
        out.put(STAKE).cents(stream.crash());
        out.put(stream.isWin() ? WIN : LOSS).cents(stream.profit());
        out.put('\t').cents(stream.balanceBefore());
        out.put('\t').cents(stream.balanceAfter());
        out.put('\t').cents(stream.crash()).put('x');
        out.put('\t').cents(stream.confidence());
        out.put(stream.isWin() ? WIN_METADATA : LOSS_METADATA);
        out.number(stream.winStreak()).put('\t').number(stream.lossStreak());
        out.put('\t').number(position).put('\n');
    }
}
