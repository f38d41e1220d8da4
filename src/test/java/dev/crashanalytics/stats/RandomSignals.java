package dev.crashanalytics.stats;

import dev.crashanalytics.testing.RoundBody;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Signals of several bots over several days and the rounds they are about, drawn from a seed, in the order in which they
 * are to be sent; and what is known of them at each moment, worked out apart from the server's code.
 */
final class RandomSignals {

    static final Instant BEGIN = Instant.parse("2026-04-10T00:00:00Z");
    static final int DAYS = 5;

    /** The house edge in percent of each platform; null where it states none, or is not configured. */
    static final Map<String, String> EDGES = new HashMap<>();

    static {
        EDGES.put("fair", "1");
        EDGES.put("dear", "3.5");
        EDGES.put("silent", null);
        EDGES.put("unknown", null);
    }

    private static final List<String> PLATFORMS = List.of("fair", "dear", "silent", "unknown");

    private final Random random;
    private final String prefix = RoundBody.newBot("signals");
    private final int rounds;
    private final List<Item> items = new ArrayList<>();
    private final List<Known> stored = new ArrayList<>();
    private final Map<String, StoredRound> storedRounds = new HashMap<>();
    private final Map<String, BigDecimal> earlyCrashes = new HashMap<>();
    private int sent;

    RandomSignals(long seed, int bots, int roundsOfABot) {
        this.random = new Random(seed);
        this.rounds = roundsOfABot;
        for (int bot = 0; bot < bots; bot++) {
            for (int round = 0; round < roundsOfABot; round++) {
                addRound(bot(bot), game(bot), round);
            }
        }
        items.sort(Comparator.comparingDouble(Item::order));
    }

    /** A message, and what it changes. */
    private record Item(double order, String json, Runnable effect) {}

    private record StoredRound(String platform, BigDecimal crash) {}

    /** A stored signal. */
    private record Known(LoggedSignal signal, boolean ahead) {}

    /** What is known of a signal; {@code correct} and {@code platform} are null while they are unknown. */
    record Judged(LoggedSignal signal, boolean ahead, Boolean correct, String platform) {}

    String bot(int index) {
        return prefix + "-" + index;
    }

    String game(int index) {
        return prefix + "-game-" + index % 2;
    }

    /** A type that no other history has. */
    String type(int index) {
        return prefix + "-type-" + index;
    }

    /** The messages of the next part of the history, which count as sent from now on. */
    List<String> next(int parts) {
        int end = Math.min(items.size(), sent + items.size() / parts + 1);
        List<String> messages = new ArrayList<>();
        while (sent < end) {
            int size = Math.min(end - sent, 1 + random.nextInt(30));
            List<Item> batch = items.subList(sent, sent + size);
            batch.forEach(item -> item.effect().run());
            messages.add("[" + String.join(",", batch.stream().map(Item::json).toList()) + "]");
            sent += size;
        }
        return messages;
    }

    /** All signals sent so far. */
    List<Judged> judged() {
        return stored.stream().map(this::judge).toList();
    }

    private Judged judge(Known known) {
        LoggedSignal signal = known.signal();
        StoredRound round = storedRounds.get(signal.bot() + "/" + signal.round());
        Boolean correct = signal.saidCorrect();
        if (correct == null && round != null && signal.target() != null) {
            BigDecimal actual = signal.saidActual() == null ? round.crash() : signal.saidActual();
            correct = actual == null ? null : actual.compareTo(signal.target()) >= 0;
        }
        return new Judged(signal, known.ahead(), correct, round == null ? null : round.platform());
    }

    private void addRound(String bot, String game, int round) {
        String key = bot + "/" + round;
        int signals = random.nextInt(3);
        for (int i = 0; i < signals; i++) {
            addSignal(draw(bot, game, round), round + random.nextDouble() * 4 - 3);
        }
        BigDecimal crash = crash();
        boolean seen = random.nextInt(4) > 0;
        if (!seen && random.nextBoolean()) {
            addCrash(key, LoggedSignal.key(bot, round, game), crash, round + random.nextDouble() * 10 - 3);
        }
        if (random.nextInt(10) > 0) {
            storeRound(bot, game, round, seen ? crash : null);
        }
    }

    private void storeRound(String bot, String game, int round, BigDecimal crash) {
        String key = bot + "/" + round;
        StoredRound drawn = new StoredRound(PLATFORMS.get(random.nextInt(PLATFORMS.size())), crash);
        RoundBody body = LoggedSignal.key(bot, round, game)
                .with("platform_code", drawn.platform())
                .with("stake_value", "0")
                .with("crash_multiplier", crash == null ? null : crash.toPlainString());
        LoggedSignal nested = random.nextInt(8) == 0 ? draw(bot, game, round) : null;
        if (nested != null) {
            body.raw("signals", "[" + nested.nestedBody() + "]");
        }
        items.add(new Item(round, body.toString(), () -> {
            storedRounds.put(key, crash == null ? new StoredRound(drawn.platform(), earlyCrashes.get(key)) : drawn);
            if (nested != null) {
                stored.add(new Known(nested, false));
            }
        }));
        if (random.nextInt(10) == 0) {
            items.add(new Item(round + random.nextDouble() * 5, body.toString(), () -> {}));
        }
    }

    private void addCrash(String key, RoundBody address, BigDecimal crash, double order) {
        String json = address.with("type", "multiplier")
                .with("is_crash", true)
                .with("multiplier", crash.toPlainString())
                .toString();
        items.add(new Item(order, json, () -> {
            earlyCrashes.put(key, crash);
            storedRounds.computeIfPresent(key, (same, round) -> new StoredRound(round.platform(), crash));
        }));
    }

    private void addSignal(LoggedSignal signal, double order) {
        String json = signal.body().toString();
        String key = signal.bot() + "/" + signal.round();
        items.add(new Item(order, json, () -> stored.add(new Known(signal, !storedRounds.containsKey(key)))));
        if (random.nextInt(8) == 0) {
            items.add(new Item(order + random.nextDouble() * 5, json, () -> {}));
        }
    }

    private LoggedSignal draw(String bot, String game, int round) {
        long step = Duration.ofDays(DAYS).toMillis() / rounds;
        return new LoggedSignal(
                bot,
                round,
                game,
                "event-" + random.nextLong(),
                random.nextInt(5) == 0 ? null : type(random.nextInt(2)),
                BEGIN.plusMillis(step * round + random.nextLong(step)),
                random.nextInt(6) == 0 ? null : BigDecimal.valueOf(random.nextInt(1_001), 3),
                target(),
                random.nextInt(7) == 0 ? random.nextBoolean() : null,
                random.nextInt(7) == 0 ? crash() : null);
    }

    private BigDecimal target() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> null;
            case 2 -> BigDecimal.ONE;
            // Its inverse lies half way between two numbers of 10 decimals.
            case 3 -> new BigDecimal("3.2768");
            default -> BigDecimal.valueOf(101 + random.nextInt(400), 2);
        };
    }

    private BigDecimal crash() {
        return BigDecimal.valueOf(0.97 / (1 - random.nextDouble()))
                .max(BigDecimal.ONE)
                .setScale(2, RoundingMode.DOWN);
    }
}
