package dev.crashanalytics.demo;

import dev.crashanalytics.maintenance.DemoBots;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What is said before the first game: the platform and the bots, over REST. Saying it again changes nothing. */
final class DemoSetup {

    /** Sessions looked at that a server before this one may have left open; there is one a bot and crash. */
    private static final int LEFT_OPEN = 100;

    private final HttpClient client;
    private final OwnServer server;
    private final CrashPoints points;

    DemoSetup(HttpClient client, OwnServer server, CrashPoints points) {
        this.client = client;
        this.server = server;
        this.points = points;
    }

    /** The server has answered with something else than success. */
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RefusedException(int status, Buffer body) {
            super(status + " " + body, null, false, false);
        }
    }

    Future<Void> platform() {
        JsonObject platform = new JsonObject()
                .put("currency", "USD")
                .put("house_edge_percent", points.edgePercent().toPlainString())
                .put("min_multiplier", "1")
                .put("max_multiplier", DemoSession.MAX_CRASH.toPlainString());
        return call(HttpMethod.PUT, "/platforms/" + DemoBots.GAME + "/" + DemoBots.PLATFORM, platform)
                .mapEmpty();
    }

    Future<Void> bot(String botId, String server, Strategy strategy) {
        JsonObject bot = new JsonObject()
                .put("bot_id", botId)
                .put("bot_name", "Demo: " + strategy.name().substring(DemoBots.PREFIX.length()))
                .put("vm_name", server)
                .put("vm_provider", "local")
                .put("strategy_name", strategy.name())
                .put("initial_balance", Strategy.INITIAL_BALANCE.toPlainString())
                .put("base_stake", Strategy.BASE_STAKE.toPlainString())
                .put("max_stake", Strategy.MAX_STAKE.toPlainString());
        return call(HttpMethod.POST, "/bots", bot).mapEmpty();
    }

    /** The sessions of a bot that are open and whose ids begin so: nobody plays them any more. */
    Future<List<String>> leftOpen(String botId, String prefix) {
        return call(HttpMethod.GET, "/sessions?status=active&limit=" + LEFT_OPEN + "&bot_id=" + botId, null)
                .map(page -> page.getJsonArray("items").stream()
                        .map(session -> ((JsonObject) session).getString("session_id"))
                        .filter(session -> session.startsWith(prefix))
                        .toList());
    }

    /** Nothing more is to be said. */
    void end() {
        client.close();
    }

    private Future<JsonObject> call(HttpMethod method, String path, JsonObject body) {
        Buffer sent = body == null ? Buffer.buffer() : body.toBuffer();
        return client.request(server.call(method, path))
                .compose(request ->
                        request.putHeader("Content-Type", "application/json").send(sent))
                .compose(response -> response.body().map(answer -> {
                    if (response.statusCode() / 100 != 2) {
                        throw new RefusedException(response.statusCode(), answer);
                    }
                    return answer.toJsonObject();
                }));
    }
}
