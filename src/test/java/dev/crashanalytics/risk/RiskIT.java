package dev.crashanalytics.risk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.stats.LoggedRound;
import dev.crashanalytics.stats.RandomHistory;
import dev.crashanalytics.stats.Span;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The risk of thousands of random rounds, against one worked out here round by round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RiskIT {

    private static final int BOTS = 4;
    private static final int ROUNDS_OF_A_BOT = 900;
    private static final String FOLDED = "crash_risk_days_folded_total";

    private final ApiClient api = ApiClient.shared();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final RandomHistory history = new RandomHistory(seed, BOTS, ROUNDS_OF_A_BOT);
    private final List<Span> spans = Span.of(random, 12);

    @BeforeAll
    void send() {
        System.out.println("RiskIT seed " + seed);
        // The first game has two edges; the second has one, which counts for its other platform too.
        List<String> platforms = history.platforms();
        api.put(platforms.get(0), "{\"house_edge_percent\": 3.5}").expect(201);
        api.put(platforms.get(1), "{\"house_edge_percent\": 4}").expect(201);
        api.put(platforms.get(2), "{\"house_edge_percent\": 3}").expect(201);
        api.put(platforms.get(3), "{}").expect(201);
        history.sendTo(CrashServer.shared());
    }

    @Test
    void ofBots() {
        for (Span span : spans) {
            for (int i = 0; i < BOTS; i++) {
                String bot = history.bot(i);
                check("/bots/" + bot + "/risk", span, round -> round.bot().equals(bot));
            }
        }
    }

    @Test
    void ofStrategies() {
        for (Span span : spans) {
            for (int i = 0; i < 3; i++) {
                String strategy = history.strategy(i);
                check(
                        "/strategies/" + strategy + "/risk",
                        span,
                        round -> round.strategy().equals(strategy));
            }
        }
    }

    @Test
    void ofSessions() {
        for (Span span : spans) {
            String bot = history.bot(span.hashCode() & 3);
            for (String session : List.of("session-0", "session-2", "session-4")) {
                check(
                        "/sessions/" + session + "/risk?bot_id=" + bot,
                        span,
                        round -> round.bot().equals(bot) && round.session().equals(session));
            }
        }
    }

    @Test
    void daysThatAreKeptAreNotReadAgain() {
        List<String> calls = List.of(
                "/bots/" + history.bot(1) + "/risk",
                "/strategies/" + history.strategy(1) + "/risk",
                "/sessions/session-1/risk?bot_id=" + history.bot(1));
        for (String call : calls) {
            String first = api.get(call).expect(200).body();
            double folded = CrashServer.shared().metric(FOLDED);

            String second = api.get(call).expect(200).body();

            assertThat(second).isEqualTo(first);
            assertThat(CrashServer.shared().metric(FOLDED)).isEqualTo(folded);
        }
    }

    /** Compares a call's figures, over all currencies and over each. */
    private void check(String path, Span span, Predicate<LoggedRound> wanted) {
        String call = path + span.query(path.contains("?") ? "&" : "?");
        List<LoggedRound> rounds = history.rounds(wanted.and(span::holds));
        Set<String> currencies =
                rounds.stream().map(LoggedRound::currency).collect(Collectors.toCollection(TreeSet::new));
        JsonNode shown = api.get(call).expect(200).json();
        expected(rounds).compare(call, shown, currencies.size() <= 1, null);
        assertThat(shown.has("by_currency")).isEqualTo(currencies.size() > 1);
        for (String currency : currencies) {
            ExpectedRisk part = expected(rounds.stream()
                    .filter(round -> round.currency().equals(currency))
                    .toList());
            String filtered = call + (call.contains("?") ? "&" : "?") + "currency=" + currency;
            part.compare(filtered, api.get(filtered).expect(200).json(), true, null);
            if (currencies.size() > 1) {
                part.compare(call, shown.at("/by_currency/" + currency), true, null);
            }
        }
    }

    private ExpectedRisk expected(List<LoggedRound> rounds) {
        return ExpectedRisk.of(rounds, this::edge);
    }

    private BigDecimal edge(LoggedRound round) {
        if (round.game().equals(history.game(1))) {
            return new BigDecimal("3");
        }
        return round.platform().equals("here") ? new BigDecimal("3.5") : new BigDecimal("4");
    }
}
