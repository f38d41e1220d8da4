package dev.crashanalytics.wire;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.ErrorFact;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.OcrFact;
import dev.crashanalytics.round.OutcomeFact;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.SessionFact;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.round.SignalFact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads the members of each frame type into its entry, or into what is wrong with them. */
final class EntryReaders {

    static final FactsReader<MultiplierFact> MULTIPLIER = new FactsReader<>(MultiplierFact.class);
    static final FactsReader<SignalFact> SIGNAL = new FactsReader<>(SignalFact.class);
    static final FactsReader<OutcomeFact> OUTCOME = new FactsReader<>(OutcomeFact.class);
    private static final FactsReader<ErrorFact> ERROR = new FactsReader<>(ErrorFact.class);
    private static final FactsReader<OcrFact> OCR = new FactsReader<>(OcrFact.class);
    private static final FactsReader<SessionFact> SESSION = new FactsReader<>(SessionFact.class);

    private EntryReaders() {}

    static ClientFrame read(FrameType type, ClientId id, List<RawField> members) {
        return switch (type) {
            case ROUND -> RoundReader.read(id, members);
            case MULTIPLIER -> multiplier(id, MULTIPLIER.read(members));
            case SIGNAL ->
                ofRound(
                        id,
                        SIGNAL.read(members),
                        new Address<>(
                                SignalFact.ROUND_ID, SignalFact.BOT_ID, SignalFact.SESSION_ID, SignalFact.ROUND_NUMBER),
                        Entry.Signal::new);
            case OUTCOME -> outcome(id, OUTCOME.read(members));
            case ERROR -> error(id, ERROR.read(members));
            case OCR_VALIDATION -> ocr(id, OCR.read(members));
            case SESSION_START -> sessionStart(id, SESSION.read(members));
            case SESSION_CLOSE -> sessionClose(id, SESSION.read(members));
        };
    }

    /** What a multiplier must say beyond where it belongs. */
    static List<FactError> violations(Facts<MultiplierFact> facts) {
        List<FactError> violations = new ArrayList<>(0);
        if (!facts.has(MultiplierFact.MULTIPLIER)) {
            violations.add(new FactError(MultiplierFact.MULTIPLIER.column(), "is required"));
        }
        if (facts.flag(MultiplierFact.IS_CRASH_MULTIPLIER) && facts.flag(MultiplierFact.IS_CASHOUT_MULTIPLIER)) {
            violations.add(new FactError(
                    MultiplierFact.IS_CASHOUT_MULTIPLIER.column(),
                    "cannot be true beside is_crash_multiplier: send the crash and the cash-out as two multipliers"));
        }
        return violations;
    }

    private static ClientFrame multiplier(ClientId id, FactsReader.Reading<MultiplierFact> reading) {
        violations(reading.facts()).forEach(reading::add);
        return ofRound(
                id,
                reading,
                new Address<>(
                        MultiplierFact.ROUND_ID,
                        MultiplierFact.BOT_ID,
                        MultiplierFact.SESSION_ID,
                        MultiplierFact.ROUND_NUMBER),
                Entry.Multiplier::new);
    }

    private static ClientFrame outcome(ClientId id, FactsReader.Reading<OutcomeFact> reading) {
        return ofRound(
                id,
                reading,
                new Address<>(
                        OutcomeFact.ROUND_ID, OutcomeFact.BOT_ID, OutcomeFact.SESSION_ID, OutcomeFact.ROUND_NUMBER),
                Entry.RoundOutcome::new);
    }

    private static ClientFrame error(ClientId id, FactsReader.Reading<ErrorFact> reading) {
        reading.require(ErrorFact.ERROR_TYPE);
        return ofBot(
                id,
                reading,
                new Address<>(ErrorFact.ROUND_ID, ErrorFact.BOT_ID, ErrorFact.SESSION_ID, ErrorFact.ROUND_NUMBER),
                Entry.Error::new);
    }

    private static ClientFrame ocr(ClientId id, FactsReader.Reading<OcrFact> reading) {
        reading.require(OcrFact.RAW_OCR_TEXT);
        return ofBot(
                id,
                reading,
                new Address<>(OcrFact.ROUND_ID, OcrFact.BOT_ID, OcrFact.SESSION_ID, OcrFact.ROUND_NUMBER),
                Entry.Ocr::new);
    }

    private static ClientFrame sessionStart(ClientId id, FactsReader.Reading<SessionFact> reading) {
        for (SessionFact required : List.of(SessionFact.BOT_ID, SessionFact.SESSION_ID, SessionFact.GAME_NAME)) {
            reading.require(required);
        }
        for (SessionFact ofClose : List.of(SessionFact.END_TIME, SessionFact.FINAL_BALANCE, SessionFact.STATUS)) {
            reading.refuse(ofClose, "belongs to the end of a session");
        }
        return complete(
                id,
                reading,
                read -> new Entry.SessionStart(
                        new SessionKey(read.text(SessionFact.BOT_ID), read.text(SessionFact.SESSION_ID)), read));
    }

    private static ClientFrame sessionClose(ClientId id, FactsReader.Reading<SessionFact> reading) {
        Facts<SessionFact> facts = reading.facts();
        reading.require(SessionFact.SESSION_ID);
        for (SessionFact ofStart :
                List.of(SessionFact.GAME_NAME, SessionFact.START_TIME, SessionFact.INITIAL_BALANCE)) {
            reading.refuse(ofStart, "belongs to the start of a session");
        }
        if (reading.errors().isEmpty() && !facts.has(SessionFact.BOT_ID)) {
            return new ClientFrame.BySessionId(
                    id, facts.text(SessionFact.SESSION_ID), key -> new Entry.SessionClose(key, facts));
        }
        return complete(
                id,
                reading,
                read -> new Entry.SessionClose(
                        new SessionKey(read.text(SessionFact.BOT_ID), read.text(SessionFact.SESSION_ID)), read));
    }

    /** The facts of a frame that name its round. */
    private record Address<F extends Enum<F> & Fact>(F roundId, F botId, F sessionId, F roundNumber) {

        private ClientFrame.Said said(Facts<F> facts) {
            return new ClientFrame.Said(facts.text(botId), facts.text(sessionId), facts.whole(roundNumber));
        }

        private boolean isComplete(Facts<F> facts) {
            return facts.has(botId) && facts.has(sessionId) && facts.has(roundNumber);
        }

        private RoundKey key(Facts<F> facts) {
            return new RoundKey(facts.text(botId), facts.text(sessionId), facts.whole(roundNumber));
        }
    }

    private static <F extends Enum<F> & Fact> ClientFrame ofRound(
            ClientId id,
            FactsReader.Reading<F> reading,
            Address<F> address,
            BiFunction<RoundKey, Facts<F>, Entry> entry) {
        Facts<F> facts = reading.facts();
        if (reading.errors().isEmpty() && facts.has(address.roundId())) {
            return new ClientFrame.ByRoundId(
                    id, facts.whole(address.roundId()), address.said(facts), key -> entry.apply(key, facts));
        }
        if (!address.isComplete(facts) && !facts.has(address.roundId())) {
            reading.add(new FactError(
                    address.roundId().column(), "is required, or bot_id, session_id and round_number in its place"));
        }
        return complete(id, reading, read -> entry.apply(address.key(read), read));
    }

    private interface OfBot<F extends Enum<F> & Fact> {
        Entry entry(String botId, String sessionId, Long roundNumber, Facts<F> facts);
    }

    private static <F extends Enum<F> & Fact> ClientFrame ofBot(
            ClientId id, FactsReader.Reading<F> reading, Address<F> address, OfBot<F> entry) {
        Facts<F> facts = reading.facts();
        if (reading.errors().isEmpty() && facts.has(address.roundId())) {
            return new ClientFrame.ByRoundId(
                    id,
                    facts.whole(address.roundId()),
                    address.said(facts),
                    key -> entry.entry(key.botId(), key.sessionId(), key.roundNumber(), facts));
        }
        if (!facts.has(address.roundId())) {
            reading.require(address.botId());
        }
        return complete(
                id,
                reading,
                read -> entry.entry(
                        read.text(address.botId()),
                        read.text(address.sessionId()),
                        read.whole(address.roundNumber()),
                        read));
    }

    private static <F extends Enum<F> & Fact> ClientFrame complete(
            ClientId id, FactsReader.Reading<F> reading, Function<Facts<F>, Entry> entry) {
        return reading.errors().isEmpty()
                ? new ClientFrame.Complete(id, entry.apply(reading.facts()))
                : new ClientFrame.Invalid(id, Refusal.ofFields(ProblemCode.INVALID, reading.errors()));
    }
}
