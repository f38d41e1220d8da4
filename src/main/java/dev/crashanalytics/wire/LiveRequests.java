package dev.crashanalytics.wire;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what clients of the live WebSocket send: one JSON object a message. Stateless, for any thread. */
public final class LiveRequests {

    private static final String SUBSCRIBE = "subscribe";
    private static final String UNSUBSCRIBE = "unsubscribe";

    private LiveRequests() {}

    /** Reads a message, whatever it holds. */
    public static LiveRequest read(String text) {
        try {
            return new Reading().read(Json.readObject(text));
        } catch (MalformedJsonException e) {
            return new LiveRequest.Invalid(ClientId.NONE, new Refusal(ProblemCode.MALFORMED_JSON, e.getMessage()));
        }
    }

    private static final class Reading {

        private final List<FactError> errors = new ArrayList<>(0);
        private final Set<String> seen = new HashSet<>();
        private ClientId id = ClientId.NONE;
        private String type;
        private String topic;
        private boolean hasSince;
        private String epoch;
        private Long offset;

        private LiveRequest read(List<RawField> members) {
            members.forEach(this::take);
            if (!SUBSCRIBE.equals(type) && !UNSUBSCRIBE.equals(type)) {
                errors.add(new FactError("type", "must be subscribe or unsubscribe"));
            } else if (hasSince && UNSUBSCRIBE.equals(type)) {
                errors.add(new FactError("since", "belongs to subscribe"));
            }
            if (topic == null) {
                errors.add(new FactError("topic", "must be a string, such as session:my_bot/s1 or all"));
            }
            if (!errors.isEmpty()) {
                return new LiveRequest.Invalid(id, Refusal.ofFields(ProblemCode.INVALID, errors));
            }
            return SUBSCRIBE.equals(type)
                    ? new LiveRequest.Subscribe(id, topic, epoch, offset == null ? 0 : offset)
                    : new LiveRequest.Unsubscribe(id, topic);
        }

        private void take(RawField member) {
            if (!seen.add(member.name())) {
                errors.add(new FactError(FactsReader.shown(member.name()), "was sent twice"));
                return;
            }
            switch (member.name()) {
                case "id" -> {
                    ClientId.violation(member).ifPresent(errors::add);
                    id = ClientId.of(member);
                }
                case "type" -> type = string(member);
                case "topic" -> topic = string(member);
                case "since" -> takeSince(member);
                default -> errors.add(new FactError(FactsReader.shown(member.name()), "is no member of this message"));
            }
        }

        private void takeSince(RawField member) {
            if (member.shape() == RawField.Shape.NULL) {
                return;
            }
            hasSince = true;
            if (member.shape() != RawField.Shape.OBJECT) {
                errors.add(new FactError("since", "must be {\"epoch\": \"..\", \"offset\": ..}"));
                return;
            }
            try {
                for (RawField part : Json.readObject(member.text())) {
                    takePosition(part);
                }
            } catch (MalformedJsonException e) {
                throw new IllegalStateException("a part of what was read is no JSON", e);
            }
            if (epoch == null || offset == null) {
                errors.add(new FactError("since", "needs epoch, a string, and offset, a whole number of at least 0"));
            }
        }

        private void takePosition(RawField part) {
            switch (part.name()) {
                case "epoch" -> epoch = string(part);
                case "offset" -> offset = whole(part);
                default ->
                    errors.add(
                            new FactError("since." + FactsReader.shown(part.name()), "is no member of this message"));
            }
        }

        private static String string(RawField member) {
            return member.shape() == RawField.Shape.STRING ? member.text() : null;
        }

        private static Long whole(RawField member) {
            try {
                long value = member.shape() == RawField.Shape.NUMBER ? Long.parseLong(member.text()) : -1;
                return value < 0 ? null : value;
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
