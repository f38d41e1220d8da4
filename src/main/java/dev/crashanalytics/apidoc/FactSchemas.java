package dev.crashanalytics.apidoc;

import dev.crashanalytics.bot.BotFact;
import dev.crashanalytics.fact.Fact;
import dev.crashanalytics.fact.FactType;
import dev.crashanalytics.gameplatform.PlatformFact;
import dev.crashanalytics.round.ErrorFact;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.OcrFact;
import dev.crashanalytics.round.OutcomeFact;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.SessionFact;
import dev.crashanalytics.round.SignalFact;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The schemas of what clients send, made of the facts that are read from it, so that they cannot disagree. */
final class FactSchemas {

    /** Schema name to facts. */
    static final Map<String, Fact[]> FACTS = Map.of(
            "Bot", BotFact.values(),
            "Platform", PlatformFact.values(),
            "Round", RoundFact.values(),
            "Multiplier", MultiplierFact.values(),
            "Signal", SignalFact.values(),
            "Outcome", OutcomeFact.values(),
            "Error", ErrorFact.values(),
            "OcrValidation", OcrFact.values(),
            "Session", SessionFact.values());

    private FactSchemas() {}

    static Schema of(Fact... facts) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
        for (Fact fact : facts) {
            schema.addProperty(fact.column(), property(fact));
        }
        return schema;
    }

    private static Schema property(Fact fact) {
        Schema property = typed(fact.type());
        if (!fact.aliases().isEmpty()) {
            property.description("Also taken as " + String.join(", ", fact.aliases()));
        }
        return property.minimum(fact.type().min()).maximum(maximum(fact.type()));
    }

    private static Schema typed(FactType type) {
        Schema schema = OASFactory.createSchema();
        return switch (type.kind()) {
            case TEXT -> schema.addType(SchemaType.STRING).maxLength(type.maxLength());
            case CHOICE -> schema.addType(SchemaType.STRING).enumeration(List.copyOf(type.choices()));
            case DECIMAL -> schema.addType(SchemaType.NUMBER).addType(SchemaType.STRING);
            case WHOLE -> schema.addType(SchemaType.INTEGER).format("int64");
            case FLAG -> schema.addType(SchemaType.BOOLEAN);
            case TIMESTAMP -> schema.addType(SchemaType.STRING).format("date-time");
            case JSON -> schema.description("Any JSON");
        };
    }

    private static BigDecimal maximum(FactType type) {
        return type.max() != null && type.max().longValue() == Long.MAX_VALUE ? null : type.max();
    }
}
