package dev.crashanalytics.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes before a command line of PostgreSQL, which refuses to run as root and must not receive the Ctrl-C meant
 * for the server in front of it.
 *
 * <p>As root the programs run in a user namespace of their own ({@code unshare -U}): there they are nobody, yet the
 * files they make belong to root as everything else of this server does, so no account and no change of owner is
 * needed.
 */
public final class Unprivileged {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<String> dropRoot;
    private final List<String> ownSession;

    private Unprivileged(List<String> dropRoot, List<String> ownSession) {
        this.dropRoot = dropRoot;
        this.ownSession = ownSession;
    }

    /**
     * Finds out what this machine needs.
     *
     * @throws StartupFailure when this process is root and the machine permits no user namespaces
     */
    public static Unprivileged detect() {
        List<String> dropRoot = List.of();
        if ("0".equals(Shell.run(LIMIT, "id", "-u").output().strip())) {
            dropRoot = List.of("unshare", "-U", "--");
            if (!Shell.run(LIMIT, "unshare", "-U", "--", "true").succeeded()) {
                throw new StartupFailure(
                        "PostgreSQL does not run as root, and this machine does not permit 'unshare -U',"
                                + " which would help: start the server as an ordinary user, or set DB_HOST.");
            }
        }
        return new Unprivileged(dropRoot, sessionLeader());
    }

    /** The command line of a tool that ends by itself. */
    public List<String> tool(List<String> command) {
        return joined(dropRoot, command);
    }

    /** The command line of a server that lives on in a session of its own; the process id stays the same. */
    public List<String> daemon(List<String> command) {
        return joined(ownSession, joined(dropRoot, command));
    }

    private static List<String> sessionLeader() {
        if (Shell.run(LIMIT, "setsid", "true").succeeded()) {
            return List.of("setsid");
        }
        // macOS has no setsid program, but brings Perl.
        List<String> perl = List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec {$ARGV[0]} @ARGV or die $!");
        return Shell.run(LIMIT, joined(perl, List.of("true"))).succeeded() ? perl : List.of();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
