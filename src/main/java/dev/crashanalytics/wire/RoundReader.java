package dev.crashanalytics.wire;

import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.OutcomeFact;
import dev.crashanalytics.round.Repetition;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundKey;
import dev.crashanalytics.round.RoundRules;
import dev.crashanalytics.round.SignalFact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads a round with the multipliers, signals and outcome nested in it. */
final class RoundReader {

    private static final FactsReader<RoundFact> ROUND = new FactsReader<>(RoundFact.class);

    /** A nested row takes its place in the round's key, so that its default event_id is stable. */
    private static final int MAX_NESTED = 1_000;

    private final List<RawField> ownMembers;
    private final List<FactError> nestedErrors = new ArrayList<>(0);
    private List<Facts<MultiplierFact>> multipliers = List.of();
    private List<Facts<SignalFact>> signals = List.of();
    private Facts<OutcomeFact> outcome;

    private RoundReader(int members) {
        this.ownMembers = new ArrayList<>(members);
    }

    static ClientFrame read(ClientId id, List<RawField> members) {
        RoundReader reader = new RoundReader(members.size());
        members.forEach(reader::take);
        FactsReader.Reading<RoundFact> reading = ROUND.read(reader.ownMembers);
        List<FactError> errors = reading.errors();
        RoundRules.violations(reading.facts()).forEach(reading::add);
        errors.addAll(reader.nestedErrors);
        if (!errors.isEmpty()) {
            return new ClientFrame.Invalid(id, Refusal.ofFields(ProblemCode.INVALID, errors));
        }
        return reader.complete(id, reading.facts());
    }

    private ClientFrame complete(ClientId id, Facts<RoundFact> facts) {
        RoundKey key = new RoundKey(
                facts.text(RoundFact.BOT_ID), facts.text(RoundFact.SESSION_ID), facts.whole(RoundFact.ROUND_NUMBER));
        List<FactError> contradictions = new ArrayList<>(0);
        for (int i = 0; i < multipliers.size(); i++) {
            contradictions.addAll(contradictions(
                    "multipliers[" + i + "]",
                    MultiplierFact.class,
                    multipliers.get(i),
                    MultiplierFact.ROUND_ID,
                    facts));
        }
        for (int i = 0; i < signals.size(); i++) {
            contradictions.addAll(
                    contradictions("signals[" + i + "]", SignalFact.class, signals.get(i), SignalFact.ROUND_ID, facts));
        }
        if (outcome != null) {
            contradictions.addAll(contradictions("outcome", OutcomeFact.class, outcome, OutcomeFact.ROUND_ID, facts));
        }
        return contradictions.isEmpty()
                ? new ClientFrame.Complete(id, new Entry.Round(key, facts, multipliers, signals, outcome))
                : new ClientFrame.Invalid(id, Refusal.ofFields(ProblemCode.ROUND_MISMATCH, contradictions));
    }

    private void take(RawField member) {
        switch (member.name()) {
            case "multipliers" -> multipliers = nested(member, EntryReaders.MULTIPLIER, EntryReaders::violations);
            case "signals" -> signals = nested(member, EntryReaders.SIGNAL, facts -> List.of());
            case "outcome" -> outcome = nestedOutcome(member);
            default -> ownMembers.add(member);
        }
    }

    private <F extends Enum<F> & Fact> List<Facts<F>> nested(
            RawField member, FactsReader<F> reader, Function<Facts<F>, List<FactError>> rules) {
        List<List<RawField>> elements = elements(member);
        List<Facts<F>> facts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String path = member.name() + "[" + i + "]";
            if (elements.get(i) == null) {
                nestedErrors.add(new FactError(path, "must be a JSON object"));
                continue;
            }
            FactsReader.Reading<F> reading = reader.read(elements.get(i));
            rules.apply(reading.facts()).forEach(reading::add);
            reading.errors().forEach(error -> nestedErrors.add(error.within(path)));
            facts.add(reading.facts());
        }
        return facts;
    }

    private List<List<RawField>> elements(RawField member) {
        if (member.shape() == RawField.Shape.NULL) {
            return List.of();
        }
        if (member.shape() != RawField.Shape.ARRAY) {
            nestedErrors.add(new FactError(member.name(), "must be a JSON array"));
            return List.of();
        }
        List<List<RawField>> elements = parsed(member).objects();
        if (elements.size() > MAX_NESTED) {
            nestedErrors.add(new FactError(member.name(), "must have at most " + MAX_NESTED + " items"));
            return List.of();
        }
        return elements;
    }

    private Facts<OutcomeFact> nestedOutcome(RawField member) {
        if (member.shape() == RawField.Shape.NULL) {
            return null;
        }
        if (member.shape() != RawField.Shape.OBJECT) {
            nestedErrors.add(new FactError(member.name(), "must be a JSON object"));
            return null;
        }
        FactsReader.Reading<OutcomeFact> reading =
                EntryReaders.OUTCOME.read(parsed(member).objects().get(0));
        reading.errors().forEach(error -> nestedErrors.add(error.within(member.name())));
        return reading.facts();
    }

    private static Json.Document parsed(RawField member) {
        try {
            return Json.read(member.json(), MAX_NESTED + 1);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a slice of valid JSON is valid", e);
        }
    }

    private static <F extends Enum<F> & Fact> List<FactError> contradictions(
            String path, Class<F> type, Facts<F> nested, F roundId, Facts<RoundFact> round) {
        List<FactError> contradictions = new ArrayList<>(Repetition.contradictions(type, nested, round));
        if (nested.has(roundId)) {
            contradictions.add(new FactError(roundId.column(), "is the server's to give: leave it out here"));
        }
        return contradictions.stream().map(error -> error.within(path)).toList();
    }
}
