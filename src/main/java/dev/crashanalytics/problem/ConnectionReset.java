package dev.crashanalytics.problem;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** Breaks connections whose clients can be told nothing any more. */
public final class ConnectionReset {

    private ConnectionReset() {}

    /**
     * Breaks the connection of a call (of HTTP/2: its stream), so that nobody can take a part of the answer for the whole. A
     * close in good order would wait for what is queued to be sent, for ever where the client does not read; and to a
     * client of HTTP/1.0 it is the end of the answer. On any thread.
     */
    public static void of(RoutingContext call) {
        if (call.request().version() == HttpVersion.HTTP_2) {
            call.response().reset();
            return;
        }
        Channel channel = ((ConnectionBase) call.request().connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // Not through the pipeline, where a handler may want to write what is queued before.
        channel.eventLoop().execute(() -> channel.unsafe().close(channel.newPromise()));
    }
}
