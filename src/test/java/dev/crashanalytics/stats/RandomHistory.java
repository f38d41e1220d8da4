package dev.crashanalytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Rounds of several bots over several days, drawn from a seed, in the order in which they are to be sent. Every second bot
 * states targets.
 */
public final class RandomHistory {

    public static final Instant BEGIN = Instant.parse("2026-03-27T00:00:00Z");
    public static final int DAYS = 6;

    private static final int GAMES = 2;
    private static final List<String> PLATFORMS = List.of("here", "there");
    private static final List<String> OUTCOMES = List.of("WIN", "WIN", "LOSS", "LOSS", "SKIP", "ERROR");

    private final Random random;
    private final String prefix;
    private final List<LoggedRound> rounds = new ArrayList<>();

    /** The same seed draws the same rounds, but for the names of bots, games and strategies. */
    public RandomHistory(long seed, int bots, int roundsOfABot) {
        this.random = new Random(seed);
        this.prefix = RoundBody.newBot("history");
        for (int bot = 0; bot < bots; bot++) {
            addBot(bot, roundsOfABot);
        }
    }

    /** Sends all of it, one message after another; fails where one is not taken. */
    public void sendTo(CrashServer server) {
        try (StreamClient stream = StreamClient.connect(server)) {
            for (String message : messages()) {
                assertThat(stream.exchange(message).toString()).doesNotContain("\"error\"");
            }
        }
    }

    /** The id of a bot, from 0 on. */
    public String bot(int index) {
        return prefix + "-" + index;
    }

    /** A strategy that no other history has. */
    public String strategy(int index) {
        return prefix + "-strategy-" + index;
    }

    /** A game that no other history has, with two platforms. */
    public String game(int index) {
        return prefix + "-game-" + index;
    }

    /** The games' platforms, as paths of calls that make them known. */
    public List<String> platforms() {
        return IntStream.range(0, GAMES)
                .boxed()
                .flatMap(game -> PLATFORMS.stream().map(platform -> "/platforms/" + game(game) + "/" + platform))
                .toList();
    }

    /** The JSON of the earliest round of a bot. */
    public String firstRound(int bot) {
        return rounds(round -> round.bot().equals(bot(bot))).get(0).body().toString();
    }

    public List<LoggedRound> rounds(Predicate<LoggedRound> wanted) {
        return rounds.stream().filter(wanted).toList();
    }

    /** Messages of up to 50 items: rounds late and out of order, some twice, crashes and outcomes stated after them. */
    public List<String> messages() {
        List<String> items = new ArrayList<>();
        List<LoggedRound> shuffled = nearlySorted();
        for (LoggedRound round : shuffled) {
            items.add(round.body().toString());
            if (random.nextInt(10) == 0) {
                items.add(items.get(random.nextInt(items.size())));
            }
        }
        rounds.stream()
                .filter(round -> round.statedLater() != null)
                .forEach(round -> items.add(round.crashBody().toString()));
        rounds.stream()
                .filter(round -> random.nextInt(20) == 0)
                .forEach(round -> items.add(round.outcomeBody().toString()));
        List<String> messages = new ArrayList<>();
        for (int from = 0; from < items.size(); ) {
            int size = Math.min(items.size() - from, 1 + random.nextInt(50));
            messages.add(size == 1 ? items.get(from) : "[" + String.join(",", items.subList(from, from + size)) + "]");
            from += size;
        }
        return messages;
    }

    private void addBot(int bot, int count) {
        Instant time = BEGIN;
        long step = Duration.ofDays(DAYS).toMillis() / count;
        for (int i = 0; i < count; i++) {
            time = time.plusMillis(1 + random.nextInt((int) (2 * step - 1)));
            rounds.add(draw(bot, i, time));
        }
    }

    private LoggedRound draw(int bot, int index, Instant time) {
        String outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
        BigDecimal stake = outcome.equals("SKIP") ? BigDecimal.ZERO : decimal(1, 5_000, 2);
        BigDecimal cashout = outcome.equals("WIN") ? decimal(101, 900, 2) : null;
        BigDecimal crash = BigDecimal.valueOf(0.97 / (1 - random.nextDouble()))
                .max(BigDecimal.ONE)
                .setScale(2, RoundingMode.DOWN);
        boolean seen = random.nextInt(8) > 0;
        boolean stated = !seen && random.nextBoolean();
        return new LoggedRound(
                bot(bot),
                "session-" + index / 200,
                index % 200 + 1,
                game(bot % GAMES),
                PLATFORMS.get(random.nextInt(PLATFORMS.size())),
                strategy(random.nextInt(3)),
                bot == 0 && random.nextBoolean() ? "EUR" : "USD",
                time,
                random.nextInt(25) - 12,
                outcome,
                stake,
                seen ? crash : null,
                cashout,
                bot % 2 == 1 && random.nextInt(3) > 0 ? decimal(100, 400, 2) : null,
                stated ? crash : null);
    }

    private BigDecimal decimal(int least, int greatest, int scale) {
        return BigDecimal.valueOf(least + random.nextInt(greatest - least), scale);
    }

    /** Most rounds come in their order, some much later. */
    private List<LoggedRound> nearlySorted() {
        List<LoggedRound> order = new ArrayList<>(rounds);
        for (int i = 0; i < order.size() / 20; i++) {
            Collections.swap(order, random.nextInt(order.size()), random.nextInt(order.size()));
        }
        return order;
    }
}
