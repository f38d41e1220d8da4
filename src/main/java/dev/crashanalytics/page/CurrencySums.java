package dev.crashanalytics.page;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.TreeMap;

/**
 * What the rounds of a session in one currency come to.
 *
 * @param stakes of every outcome
 * @param profit losses are negative
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
record CurrencySums(int rounds, int wins, int losses, BigDecimal stakes, BigDecimal profit) {

    private static final TypeReference<TreeMap<String, CurrencySums>> BY_CURRENCY = new TypeReference<>() {};

    /** Reads {@code session_logs.figures_by_currency}. */
    static TreeMap<String, CurrencySums> read(ObjectMapper json, String stored) {
        try {
            return json.readValue(stored, BY_CURRENCY);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures_by_currency is unreadable", e);
        }
    }
}
