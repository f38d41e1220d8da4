package dev.crashanalytics.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crashanalytics.stats.GamePlatform;
import dev.crashanalytics.stats.model.CurvePoint;
import dev.crashanalytics.stats.model.Drawdown;
import dev.crashanalytics.stats.model.Equity;
import dev.crashanalytics.stats.model.OpenWagers;
import dev.crashanalytics.stats.model.ProfitSums;
import dev.crashanalytics.stats.model.StreakLengths;
import dev.crashanalytics.stats.model.Streaks;
import dev.crashanalytics.stats.model.WagerSums;
import dev.crashanalytics.stats.model.Wagers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pieces as they are kept: JSON, every digit of it, with the members of a record as an array in their order, since a year is
 * read at once. Whoever changes the order changes {@link #VERSION}; what is kept in another version is made anew, but for
 * what is archived, which {@link #read} has to understand for ever.
 */
final class RiskPieceFormat {

    static final short VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private RiskPieceFormat() {}

    static String write(RiskPiece piece) {
        ObjectNode currencies = JSON.createObjectNode();
        piece.byCurrency().forEach((currency, sums) -> currencies.set(currency, sums(sums)));
        ObjectNode json = JSON.createObjectNode();
        json.set("streaks", streaks(piece.streaks()));
        json.set("currencies", currencies);
        return json.toString();
    }

    static RiskPiece read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            SortedMap<String, RiskSums> sums = new TreeMap<>();
            json.get("currencies")
                    .fields()
                    .forEachRemaining(currency -> sums.put(currency.getKey(), sums(currency.getValue())));
            return new RiskPiece(streaks(json.get("streaks")), sums);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept summary is not what was written", e);
        }
    }

    private static ObjectNode sums(RiskSums sums) {
        ObjectNode json = JSON.createObjectNode();
        json.set("rounds", array().add(sums.wins()).add(sums.losses()));
        json.set("equity", equity(sums.equity()));
        json.set("streaks", streaks(sums.streaks()));
        json.set("profits", profits(sums.profits()));
        ArrayNode crashes = array().add(sums.crashes());
        sums.reached().forEach(crashes::add);
        json.set("crashes", crashes);
        ArrayNode wagers = array();
        sums.wagers().forEach((platform, bets) -> wagers.add(wagers(platform, bets)));
        json.set("wagers", wagers);
        return json;
    }

    private static RiskSums sums(JsonNode json) {
        List<Long> reached = new ArrayList<>();
        json.get("crashes").forEach(count -> reached.add(count.asLong()));
        long crashes = reached.remove(0);
        SortedMap<GamePlatform, Wagers> wagers = new TreeMap<>();
        json.get("wagers")
                .forEach(bets -> wagers.put(
                        new GamePlatform(bets.get(0).asText(), bets.get(1).asText()), wagers(bets)));
        return new RiskSums(
                json.get("rounds").get(0).asLong(),
                json.get("rounds").get(1).asLong(),
                equity(json.get("equity")),
                streaks(json.get("streaks")),
                profits(json.get("profits")),
                crashes,
                List.copyOf(reached),
                wagers);
    }

    private static ArrayNode equity(Equity equity) {
        ArrayNode json = array().add(equity.rounds()).add(equity.net()).add(equity.highest());
        json.add(point(equity.highestAt())).add(equity.lowest()).add(point(equity.lowestAt()));
        return json.add(point(equity.end())).add(drawdown(equity.maximumDrawdown()));
    }

    private static Equity equity(JsonNode json) {
        return new Equity(
                json.get(0).asLong(),
                json.get(1).decimalValue(),
                json.get(2).decimalValue(),
                point(json.get(3)),
                json.get(4).decimalValue(),
                point(json.get(5)),
                point(json.get(6)),
                drawdown(json.get(7)));
    }

    private static ArrayNode drawdown(Drawdown drawdown) {
        return drawdown == null
                ? null
                : array().add(drawdown.depth())
                        .add(drawdown.peak())
                        .add(point(drawdown.peakAt()))
                        .add(point(drawdown.troughAt()))
                        .add(drawdown.recovered());
    }

    private static Drawdown drawdown(JsonNode json) {
        return json.isNull()
                ? null
                : new Drawdown(
                        json.get(0).decimalValue(),
                        json.get(1).decimalValue(),
                        point(json.get(2)),
                        point(json.get(3)),
                        json.get(4).asBoolean());
    }

    private static ArrayNode point(CurvePoint point) {
        return point == null
                ? null
                : array().add(point.round()).add(ChronoUnit.MICROS.between(Instant.EPOCH, point.time()));
    }

    private static CurvePoint point(JsonNode json) {
        return json.isNull()
                ? null
                : new CurvePoint(
                        json.get(0).asLong(), Instant.EPOCH.plus(json.get(1).asLong(), ChronoUnit.MICROS));
    }

    private static ArrayNode streaks(Streaks streaks) {
        ArrayNode json = array().add(streaks.wins().rounds());
        for (StreakLengths kind : List.of(streaks.wins(), streaks.losses())) {
            json.add(kind.first()).add(kind.longest()).add(kind.last());
        }
        return json;
    }

    private static Streaks streaks(JsonNode json) {
        return new Streaks(lengths(json, 1), lengths(json, 4));
    }

    private static StreakLengths lengths(JsonNode json, int from) {
        return new StreakLengths(
                json.get(0).asLong(),
                json.get(from).asLong(),
                json.get(from + 1).asLong(),
                json.get(from + 2).asLong());
    }

    private static ArrayNode profits(ProfitSums sums) {
        return array().add(sums.rounds())
                .add(sums.profit())
                .add(sums.squares())
                .add(sums.grossWin())
                .add(sums.grossLoss());
    }

    private static ProfitSums profits(JsonNode json) {
        return new ProfitSums(
                json.get(0).asLong(),
                json.get(1).decimalValue(),
                json.get(2).decimalValue(),
                json.get(3).decimalValue(),
                json.get(4).decimalValue());
    }

    private static ArrayNode wagers(GamePlatform platform, Wagers bets) {
        return array().add(platform.gameName())
                .add(platform.platformCode())
                .add(sums(bets.stated()))
                .add(sums(bets.statedAtUnitStakes()))
                .add(open(bets.open()))
                .add(kinds(bets.kinds()))
                .add(bets.withoutTarget());
    }

    private static Wagers wagers(JsonNode json) {
        return new Wagers(
                wagerSums(json.get(2)),
                wagerSums(json.get(3)),
                open(json.get(4)),
                kinds(json.get(5)),
                json.get(6).asLong());
    }

    private static ArrayNode sums(WagerSums sums) {
        return sums.bets() == 0
                ? null
                : array().add(sums.bets())
                        .add(sums.profit())
                        .add(sums.stakes())
                        .add(sums.squares())
                        .add(sums.squaresByTarget())
                        .add(sums.cubes())
                        .add(sums.cubesByTarget())
                        .add(sums.cubesByTargetSquared())
                        .add(sums.least().stake())
                        .add(sums.least().target())
                        .add(sums.greatest().stake())
                        .add(sums.greatest().target());
    }

    private static WagerSums wagerSums(JsonNode json) {
        return json.isNull()
                ? WagerSums.NONE
                : new WagerSums(
                        json.get(0).asLong(),
                        json.get(1).decimalValue(),
                        json.get(2).decimalValue(),
                        json.get(3).decimalValue(),
                        json.get(4).decimalValue(),
                        json.get(5).decimalValue(),
                        json.get(6).decimalValue(),
                        json.get(7).decimalValue(),
                        new WagerSums.Extreme(
                                json.get(8).decimalValue(), json.get(9).decimalValue()),
                        new WagerSums.Extreme(
                                json.get(10).decimalValue(), json.get(11).decimalValue()));
    }

    private static ArrayNode open(OpenWagers bets) {
        return bets.bets() == 0
                ? null
                : array().add(bets.bets())
                        .add(bets.profit())
                        .add(bets.profitAtUnitStakes())
                        .add(bets.stakes())
                        .add(bets.squares())
                        .add(bets.cubes())
                        .add(bets.leastStake())
                        .add(bets.greatestStake())
                        .add(bets.cashouts())
                        .add(bets.cashoutSum());
    }

    private static OpenWagers open(JsonNode json) {
        return json.isNull()
                ? OpenWagers.NONE
                : new OpenWagers(
                        json.get(0).asLong(),
                        json.get(1).decimalValue(),
                        json.get(2).decimalValue(),
                        json.get(3).decimalValue(),
                        json.get(4).decimalValue(),
                        json.get(5).decimalValue(),
                        json.get(6).decimalValue(),
                        json.get(7).decimalValue(),
                        json.get(8).asLong(),
                        json.get(9).decimalValue());
    }

    private static ArrayNode kinds(SortedMap<Wagers.Kind, Long> kinds) {
        if (kinds == null) {
            return null;
        }
        ArrayNode json = array();
        kinds.forEach((kind, bets) ->
                json.add(array().add(kind.stake()).add(kind.target()).add(bets)));
        return json;
    }

    private static SortedMap<Wagers.Kind, Long> kinds(JsonNode json) {
        if (json.isNull()) {
            return null;
        }
        SortedMap<Wagers.Kind, Long> kinds = new TreeMap<>();
        json.forEach(kind -> kinds.put(
                new Wagers.Kind(
                        kind.get(0).decimalValue(),
                        kind.get(1).isNull() ? null : kind.get(1).decimalValue()),
                kind.get(2).asLong()));
        return Collections.unmodifiableSortedMap(kinds);
    }

    private static ArrayNode array() {
        return JSON.createArrayNode();
    }
}
