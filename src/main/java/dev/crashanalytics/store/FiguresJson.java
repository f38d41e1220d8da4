package dev.crashanalytics.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crashanalytics.round.CurrencyFigures;
import java.util.Map;
import java.util.TreeMap;

/** The column {@code figures_by_currency}; decimals keep every digit. */
final class FiguresJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private FiguresJson() {}

    static Map<String, CurrencyFigures> read(String json) {
        Map<String, CurrencyFigures> figures = new TreeMap<>();
        try {
            MAPPER.readTree(json).properties().forEach(entry -> figures.put(entry.getKey(), figures(entry.getValue())));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the database holds no JSON in figures_by_currency", e);
        }
        return figures;
    }

    static String write(Map<String, CurrencyFigures> figures) {
        ObjectNode json = MAPPER.createObjectNode();
        figures.forEach((currency, of) -> json.putObject(currency)
                .put("rounds", of.rounds())
                .put("wins", of.wins())
                .put("losses", of.losses())
                .put("stakes", of.stakes())
                .put("profit", of.profit())
                .put("win_profit", of.winProfit())
                .put("loss_profit", of.lossProfit())
                .put("largest_win", of.largestWin())
                .put("largest_loss", of.largestLoss()));
        return json.toString();
    }

    private static CurrencyFigures figures(JsonNode json) {
        return new CurrencyFigures(
                json.get("rounds").intValue(),
                json.get("wins").intValue(),
                json.get("losses").intValue(),
                json.get("stakes").decimalValue(),
                json.get("profit").decimalValue(),
                json.get("win_profit").decimalValue(),
                json.get("loss_profit").decimalValue(),
                json.get("largest_win").decimalValue(),
                json.get("largest_loss").decimalValue());
    }
}
