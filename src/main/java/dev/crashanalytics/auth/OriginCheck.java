package dev.crashanalytics.auth;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps other people's web pages out: any page in a browser on this machine can send requests to a loopback port.
 *
 * <p>A page of another origin is told by the {@code Origin} header, which browsers send with every write and every
 * WebSocket. A page whose own host name was pointed at this machine after it was loaded (DNS rebinding) is told by the
 * {@code Host} header: it still names that page's host.
 */
final class OriginCheck {
    private final boolean onLoopback;
    private final Set<String> allowedHosts;

    /**
     * Where the server listens.
     *
     * @param listenHost the address or name it listens on
     * @param allowedHosts host names that are right besides the loopback ones
     */
    OriginCheck(String listenHost, Stream<String> allowedHosts) {
        this.onLoopback = isLoopbackListener(listenHost);
        this.allowedHosts = allowedHosts.map(OriginCheck::canonical).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a request addresses this server by a name of its own. Behind another than a loopback address the token
     * protects, and the names are not known here.
     *
     * @param host the {@code Host} header, null where there is none, which no browser does
     */
    boolean isOwnHost(String host) {
        if (!onLoopback || host == null) {
            return true;
        }
        return Authority.parse("http://" + host)
                .map(authority -> isLoopbackName(authority.host()) || allowedHosts.contains(authority.host()))
                .orElse(false);
    }

    /**
     * Whether a request comes from a page of this server, or from no page at all.
     *
     * @param origin the {@code Origin} header, null where there is none
     * @param host the {@code Host} header
     */
    boolean isSameOrigin(String origin, String host) {
        if (origin == null) {
            return true;
        }
        Optional<Authority> page = Authority.parse(origin);
        // The scheme of the page supplies the port the browser leaves out of both headers.
        return page.isPresent()
                && host != null
                && Authority.parse(page.get().scheme() + "://" + host).equals(page);
    }

    private static boolean isLoopbackListener(String listenHost) {
        try {
            return InetAddress.getByName(listenHost).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isLoopbackName(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || host.equals("[::1]")
                || host.equals("[0:0:0:0:0:0:0:1]");
    }

    private static String canonical(String host) {
        return host.strip().toLowerCase(Locale.ROOT);
    }

    /** What of an address makes an origin. */
    private record Authority(String scheme, String host, int port) {
        static Optional<Authority> parse(String address) {
            try {
                URI uri = URI.create(address);
                boolean bare = uri.getRawUserInfo() == null
                        && (uri.getRawPath() == null || uri.getRawPath().isEmpty());
                return bare && uri.getHost() != null ? Optional.of(of(uri)) : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private static Authority of(URI uri) {
            String scheme = canonical(uri.getScheme());
            int standardPort = scheme.equals("https") || scheme.equals("wss") ? 443 : 80;
            return new Authority(scheme, canonical(uri.getHost()), uri.getPort() == -1 ? standardPort : uri.getPort());
        }
    }
}
