package dev.crashanalytics.platform;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in one line, with the remedy, why no connection to an external PostgreSQL came about. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    static StartupFailure explain(DatabaseSettings database, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String remedy = switch (state) {
            case "28P01" -> "refused the password of DB_USER '" + database.user() + "': check DB_PASSWORD.";
            case "28000" -> refusedLogin(database, e);
            case "3D000" -> "has no database '" + database.name() + "': create it, or correct DB_NAME.";
            case "53300" -> "has no free connection: raise max_connections or stop other clients.";
            case "57P03" -> "is starting up or shutting down (" + text(e) + "): try again in a moment.";
            case "08004" -> rejected(database, e);
            case "08001", "08006" -> unreachable(database, e);
            default -> "cannot be used: " + text(e) + ".";
        };
        return new StartupFailure("PostgreSQL at " + database.address() + " " + remedy, e);
    }

    private static String refusedLogin(DatabaseSettings database, SQLException e) {
        return "refused the login of DB_USER '" + database.user() + "' with DB_SSL_MODE="
                + database.sslMode().wireName() + " (" + text(e) + "): check DB_USER, DB_SSL_MODE and its pg_hba.conf.";
    }

    private static String rejected(DatabaseSettings database, SQLException e) {
        if (database.password().isEmpty() && text(e).contains("password")) {
            return "asks DB_USER '" + database.user() + "' for a password: set DB_PASSWORD.";
        }
        return text(e).contains("SSL") ? withoutTls(database) : "rejected the connection: " + text(e) + ".";
    }

    private static String withoutTls(DatabaseSettings database) {
        return "does not offer TLS, which DB_SSL_MODE=" + database.sslMode().wireName()
                + " demands: switch ssl on there, or set DB_SSL_MODE=prefer.";
    }

    private static String unreachable(DatabaseSettings database, SQLException e) {
        if (cause(e, UnknownHostException.class).isPresent()) {
            return "cannot be found, the host name is unknown: check DB_HOST.";
        }
        if (text(e).contains("does not support SSL")) {
            return withoutTls(database);
        }
        if (text(e).contains("hostnameverifier") || text(e).contains("could not be verified by")) {
            return "shows a certificate for another host name: set DB_HOST to the name in the certificate,"
                    + " or DB_SSL_MODE=verify-ca.";
        }
        if (untrusted(e)) {
            return "shows a certificate that no authority in " + database.rootCertificate()
                    + " signed: set DB_SSL_ROOT_CERT to the PEM file of the right authority.";
        }
        if (cause(e, SSLException.class).isPresent()) {
            return "could not agree on TLS (" + deepest(e) + "): check its certificate and DB_SSL_MODE.";
        }
        return unanswered(e);
    }

    private static String unanswered(SQLException e) {
        if (cause(e, SocketTimeoutException.class).isPresent()) {
            return "does not answer: check DB_HOST, DB_PORT and the firewall between.";
        }
        if (cause(e, ConnectException.class).isPresent()
                || cause(e, NoRouteToHostException.class).isPresent()) {
            return "is unreachable (" + deepest(e) + "): check DB_HOST and DB_PORT, and that it listens there.";
        }
        return "cannot be connected to: " + text(e) + ".";
    }

    private static boolean untrusted(SQLException e) {
        return cause(e, CertPathBuilderException.class).isPresent()
                || cause(e, CertPathValidatorException.class).isPresent()
                || cause(e, CertificateException.class).isPresent()
                || text(e).contains("root certificate");
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }

    private static String deepest(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }

    private static String text(SQLException e) {
        String message = String.valueOf(e.getMessage()).strip();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
