package dev.crashanalytics.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.Cleanups;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The drawdowns of the overview, asked again and again, against figures worked out here from all rounds that are stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrawdownIT {

    private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

    private CrashServer server;
    private ApiClient api;

    @BeforeAll
    void start() {
        server = CrashServer.builder("drawdowns").start();
        api = ApiClient.of(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void sessionsThatGrowOutOfOrderAreExactAtEveryCall() {
        long seed = System.nanoTime();
        System.out.println("DrawdownIT seed " + seed);
        Random random = new Random(seed);
        List<TreeMap<Long, BigDecimal>> sessions = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        List<String> bots =
                sessions.stream().map(one -> RoundBody.newBot("grows")).toList();
        for (int call = 0; call < 25; call++) {
            List<RoundBody> sent = new ArrayList<>();
            for (int i = 0; i < sessions.size(); i++) {
                grow(bots.get(i), sessions.get(i), random, sent);
            }
            Collections.shuffle(sent, random);
            api.batch(sent.toArray());

            JsonNode all = api.get("/overview/drawdowns").expect(200).json();
            for (int i = 0; i < sessions.size(); i++) {
                check(item(all, bots.get(i)), sessions.get(i).values());
            }
        }
    }

    @Test
    void aSessionInSeveralCurrenciesHasNoneAndOneWithoutRoundsNeverFell() {
        String several = RoundBody.newBot("several");
        api.log(RoundBody.win(several, 1).with("currency", "EUR"));
        check(item(several), List.of(new BigDecimal("3.30")));
        api.log(RoundBody.loss(several, 2).with("currency", "USD"));
        assertThat(item(several).get("depth").isNull()).isTrue();

        String idle = RoundBody.newBot("idle");
        api.post(
                        "/sessions",
                        RoundBody.empty()
                                .with("bot_id", idle)
                                .with("session_id", "s1")
                                .with("game_name", "aviator"))
                .expect(201);
        check(item(idle), List.of());
    }

    @Test
    void roundsThatWereRemovedDoNotCount() {
        String bot = RoundBody.newBot("old");
        for (int i = 1; i <= 40; i++) {
            api.log(gained(bot, i, BigDecimal.valueOf(i % 3 == 0 ? 20 : -11))
                    .with("round_start_timestamp", LocalDate.of(2020, 1, (i + 9) / 10) + "T12:00:" + (10 + i) + "Z"));
        }
        check(item(bot), gains(1, 40));

        Cleanups.run(server, LocalDate.of(2020, 1, 3), "");

        check(item(bot), gains(21, 40));
        api.log(gained(bot, 41, new BigDecimal("-500")));
        List<BigDecimal> left = new ArrayList<>(gains(21, 40));
        left.add(new BigDecimal("-500"));
        check(item(bot), left);
    }

    @Test
    void manyWhoAskAtOnceAreAnsweredAlikeAndGetAsManyAsTheyAskFor() {
        String bot = RoundBody.newBot("asked");
        api.log(RoundBody.loss(bot, 1));
        List<JsonNode> answers = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> ApiClient.of(server)
                        .get("/overview/drawdowns")
                        .expect(200)
                        .json()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allSatisfy(answer -> check(item(answer, bot), List.of(BigDecimal.TEN.negate())));
        assertThat(api.get("/overview/drawdowns?limit=1").json().get("items")).hasSize(1);
    }

    private void grow(String bot, TreeMap<Long, BigDecimal> session, Random random, List<RoundBody> sent) {
        long end = session.isEmpty() ? 5_000 : session.lastKey();
        for (int i = random.nextInt(200); i > 0; i--) {
            end += 1 + random.nextInt(3);
            put(bot, session, end, random, sent);
        }
        for (int late = random.nextInt(3); late > 0; late--) {
            put(bot, session, 1 + random.nextInt((int) end), random, sent);
        }
    }

    private void put(String bot, TreeMap<Long, BigDecimal> session, long number, Random random, List<RoundBody> sent) {
        BigDecimal gained = BigDecimal.valueOf(random.nextInt(20_001) - 10_050, 2);
        if (session.putIfAbsent(number, gained) == null) {
            sent.add(gained(bot, number, gained));
        }
    }

    private static RoundBody gained(String bot, long number, BigDecimal gained) {
        return RoundBody.key(bot, number)
                .with("platform_code", "dafabet")
                .with("stake_value", "100")
                .with("round_start_timestamp", START.plusSeconds(number).toString())
                .with("round_outcome", gained.signum() > 0 ? "WIN" : "LOSS")
                .with("profit_loss", gained);
    }

    private static List<BigDecimal> gains(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> BigDecimal.valueOf(i % 3 == 0 ? 20 : -11))
                .toList();
    }

    private JsonNode item(String bot) {
        return item(api.get("/overview/drawdowns?limit=500").expect(200).json(), bot);
    }

    private static JsonNode item(JsonNode drawdowns, String bot) {
        return StreamSupport.stream(drawdowns.get("items").spliterator(), false)
                .filter(item -> item.get("bot_id").asText().equals(bot))
                .findFirst()
                .orElseThrow();
    }

    private static void check(JsonNode item, Iterable<BigDecimal> gains) {
        BigDecimal profit = BigDecimal.ZERO;
        BigDecimal peak = BigDecimal.ZERO;
        BigDecimal depth = BigDecimal.ZERO;
        for (BigDecimal gained : gains) {
            profit = profit.add(gained);
            peak = peak.max(profit);
            depth = depth.max(peak.subtract(profit));
        }
        assertThat(item.get("profit").decimalValue()).isEqualByComparingTo(profit);
        assertThat(item.get("peak").decimalValue()).isEqualByComparingTo(peak);
        assertThat(item.get("depth").decimalValue()).isEqualByComparingTo(depth);
    }
}
