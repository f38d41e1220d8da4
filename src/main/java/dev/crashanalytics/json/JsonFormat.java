package dev.crashanalytics.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.crashanalytics.fact.Decimals;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;

/** How answers are written: every decimal in the server's one form, {@code 1003.30}, never {@code 1.0033E+3}. */
@Singleton
class JsonFormat implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("decimals").addSerializer(BigDecimal.class, new PlainDecimal()));
    }

    private static final class PlainDecimal extends JsonSerializer<BigDecimal> {

        @Override
        public void serialize(BigDecimal value, JsonGenerator json, SerializerProvider context) throws IOException {
            json.writeNumber(Decimals.text(value));
        }
    }
}
