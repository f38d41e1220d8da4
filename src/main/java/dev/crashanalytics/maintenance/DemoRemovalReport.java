package dev.crashanalytics.maintenance;

import io.vertx.core.json.JsonObject;

/** What of the demo is gone so far. */
final class DemoRemovalReport implements JobReport {

    private long rounds;
    private long sessions;
    private long bots;

    void addRounds(long removed) {
        rounds += removed;
    }

    void addSessions(long removed) {
        sessions += removed;
    }

    void addBots(long removed) {
        bots += removed;
    }

    @Override
    public String toJson() {
        return new JsonObject()
                .put("records_affected", rounds)
                .put("sessions_removed", sessions)
                .put("bots_removed", bots)
                .encode();
    }

    @Override
    public String toLog() {
        return "rounds=%d sessions=%d bots=%d".formatted(rounds, sessions, bots);
    }
}
