package dev.crashanalytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.round.CurrencyFigures;
import dev.crashanalytics.round.Outcome;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FiguresJsonTest {

    @Test
    void whatIsWrittenIsReadBackToTheLastDigit() {
        Map<String, CurrencyFigures> figures = new TreeMap<>();
        figures.put(
                "USD",
                CurrencyFigures.NONE
                        .plus(Outcome.WIN, new BigDecimal("999999999999.99"), new BigDecimal("0.0000000001"))
                        .plus(Outcome.LOSS, new BigDecimal("10.00"), new BigDecimal("-10.00")));
        figures.put("é\"", CurrencyFigures.NONE);

        assertThat(FiguresJson.read(FiguresJson.write(figures))).isEqualTo(figures);
    }

    @Test
    void anEmptyColumnHoldsNoCurrency() {
        assertThat(FiguresJson.read("{}")).isEmpty();
    }
}
