package dev.crashanalytics.bench;

/** Writes the rounds of one bot as the JSON objects that the server takes. Not thread-safe. */
final class RoundJson {

    private static final byte[] STAKE = Bytes.ascii(",\"stake_value\":");
    private static final byte[] CRASH = Bytes.ascii(",\"crash_multiplier\":");
    private static final byte[] CASHOUT = Bytes.ascii(",\"cashout_multiplier\":");
    private static final byte[] WIN = Bytes.ascii(",\"round_outcome\":\"WIN\",\"profit_loss\":");
    private static final byte[] LOSS = Bytes.ascii(",\"round_outcome\":\"LOSS\",\"profit_loss\":");
    private static final byte[] BEFORE = Bytes.ascii(",\"running_balance_before\":");
    private static final byte[] AFTER = Bytes.ascii(",\"running_balance_after\":");
    private static final byte[] OCR_TEXT = Bytes.ascii(",\"ocr_text\":\"");
    private static final byte[] OCR_CONFIDENCE = Bytes.ascii("x\",\"ocr_confidence\":");
    private static final byte[] METADATA =
            Bytes.ascii(",\"metadata\":{\"strategy\":\"compound_1.33x\",\"prediction_correct\":");
    private static final byte[] TRUE = Bytes.ascii("true}}");
    private static final byte[] FALSE = Bytes.ascii("false}}");

    private final RoundStream stream;
    private final byte[] head;

    RoundJson(RoundStream stream) {
        this.stream = stream;
        this.head = Bytes.ascii(
                "{\"bot_id\":\"%s\",\"session_id\":\"%s\",\"game_name\":\"%s\",\"platform_code\":\"%s\",\"round_number\":"
                        .formatted(stream.botId(), stream.sessionId(), RoundStream.GAME, RoundStream.PLATFORM));
    }

    /** Appends the next round. */
    void appendNext(Bytes out) {
        stream.next();
        out.put(head).number(stream.roundNumber());
        out.put(STAKE).cents(RoundStream.STAKE);
        out.put(CRASH).cents(stream.crash());
        if (stream.isWin()) {
            out.put(CASHOUT).cents(RoundStream.TARGET);
        }
        out.put(stream.isWin() ? WIN : LOSS).cents(stream.profit());
        out.put(BEFORE).cents(stream.balanceBefore());
        out.put(AFTER).cents(stream.balanceAfter());
        out.put(OCR_TEXT).cents(stream.crash());
        out.put(OCR_CONFIDENCE).cents(stream.confidence());
        out.put(METADATA).put(stream.isWin() ? TRUE : FALSE);
    }
}
