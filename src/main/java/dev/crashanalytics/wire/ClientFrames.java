package dev.crashanalytics.wire;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what clients send: the envelope ({@code id}, {@code type}), then the entry. Shared by WebSocket messages, REST
 * bodies and batch items, so that they mean the same everywhere. Stateless, for any thread.
 */
public final class ClientFrames {

    private static final String ID = "id";
    private static final String TYPE = "type";

    /** Items beyond the limit are refused one by one; of a message with this many times the limit nothing is read. */
    private static final int HOPELESS = 2;

    private ClientFrames() {}

    /** A message: one object, or a batch of them. */
    public record Message(boolean isBatch, List<ClientFrame> frames) {}

    /** Reads a WebSocket message. */
    public static Message readMessage(String text, int maxItems) throws MalformedJsonException {
        Json.Document document = Json.read(text, HOPELESS * maxItems);
        if (document.isCut()) {
            return new Message(false, List.of(tooMany(List.of(), maxItems)));
        }
        List<ClientFrame> frames = new ArrayList<>(document.objects().size());
        for (List<RawField> members : document.objects()) {
            frames.add(frames.size() < maxItems ? read(members, FrameType.ROUND) : tooMany(members, maxItems));
        }
        return new Message(document.isArray(), frames);
    }

    /** Reads one item of an upload, of whatever type it says. */
    public static ClientFrame readItem(String text) throws MalformedJsonException {
        return read(Json.readObject(text), FrameType.ROUND);
    }

    /**
     * Reads the body of a REST call.
     *
     * @param type what the call takes; a body that says it is something else is refused
     * @param addressed fields that the call's address names; a body that repeats them must agree
     */
    public static ClientFrame readBody(String text, FrameType type, Map<String, String> addressed)
            throws MalformedJsonException {
        List<RawField> members = new ArrayList<>(Json.readObject(text));
        for (RawField member : members) {
            boolean saysType = member.name().equals(TYPE) && member.shape() != RawField.Shape.NULL;
            if (saysType && !type.wireName().equals(member.text())) {
                return new ClientFrame.Invalid(
                        ClientId.NONE,
                        Refusal.ofField(ProblemCode.INVALID, TYPE, "must be " + type.wireName() + " here"));
            }
        }
        addressed.forEach((name, value) -> members.add(new RawField(name, RawField.Shape.STRING, value)));
        return read(members, type);
    }

    private static ClientFrame read(List<RawField> members, FrameType defaultType) {
        if (members == null) {
            return new ClientFrame.Invalid(
                    ClientId.NONE, new Refusal(ProblemCode.INVALID, "an item must be a JSON object"));
        }
        Envelope envelope = new Envelope(defaultType);
        List<RawField> rest = new ArrayList<>(members.size());
        for (RawField member : members) {
            if (!envelope.takes(member)) {
                rest.add(member);
            }
        }
        return envelope.errors.isEmpty()
                ? EntryReaders.read(envelope.type, envelope.id, rest)
                : new ClientFrame.Invalid(envelope.id, Refusal.ofFields(ProblemCode.INVALID, envelope.errors));
    }

    private static ClientFrame tooMany(List<RawField> members, int maxItems) {
        ClientId id = ClientId.NONE;
        for (RawField member : members == null ? List.<RawField>of() : members) {
            id = member.name().equals(ID) ? ClientId.of(member) : id;
        }
        return new ClientFrame.Invalid(
                id, new Refusal(ProblemCode.TOO_MANY_ITEMS, "a message takes at most " + maxItems + " items"));
    }

    private static final class Envelope {

        private FrameType type;
        private ClientId id = ClientId.NONE;
        private final List<FactError> errors = new ArrayList<>(0);

        private Envelope(FrameType defaultType) {
            this.type = defaultType;
        }

        private boolean takes(RawField member) {
            if (member.name().equals(ID)) {
                ClientId.violation(member).ifPresent(errors::add);
                id = ClientId.of(member);
                return true;
            }
            if (member.name().equals(TYPE)) {
                readType(member);
                return true;
            }
            return false;
        }

        private void readType(RawField member) {
            if (member.shape() == RawField.Shape.NULL) {
                return;
            }
            Optional<FrameType> named =
                    member.shape() == RawField.Shape.STRING ? FrameType.named(member.text()) : Optional.empty();
            named.ifPresentOrElse(
                    value -> type = value,
                    () -> errors.add(new FactError(TYPE, "must be one of " + FrameType.wireNames())));
        }
    }
}
