package org.fulfillmentconnect.kpi;

import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why no connection came about, in words of the settings that can mend it. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    /** The messages, by setting. */
    static Map<String, String> messages(SQLException failure, LaneKpiSinkConfig config) {
        String state = String.valueOf(failure.getSQLState());
        String reason = SqlFailure.reason(failure);
        Map<String, String> messages = new LinkedHashMap<>();
        if (reason.contains("pg_hba.conf")) {
            messages.put(
                    LaneKpiSinkConfig.CONNECTION_URL,
                    "the server does not take such a connection"
                            + (PostgresUrl.hasParameter(config.url(), "sslmode")
                                    ? ""
                                    : "; if it asks for TLS, the URL needs sslmode")
                            + ": " + reason);
        } else if (state.equals("28000") && reason.contains("client certificate")) {
            messages.put(
                    LaneKpiSinkConfig.CONNECTION_URL,
                    "the server asks for a client certificate of an authority that it trusts; sslcert and sslkey name it: "
                            + reason);
        } else if (state.startsWith("28")) {
            messages.put(LaneKpiSinkConfig.CONNECTION_USER, "PostgreSQL refuses this user or password: " + reason);
            messages.put(LaneKpiSinkConfig.CONNECTION_PASSWORD, "PostgreSQL refuses this user or password: " + reason);
        } else if (state.equals("08004") && config.password().value().isEmpty() && !speaksOfTls(failure)) {
            messages.put(LaneKpiSinkConfig.CONNECTION_PASSWORD, "PostgreSQL asks for a password: " + reason);
        } else {
            messages.put(LaneKpiSinkConfig.CONNECTION_URL, "cannot connect: " + reason + hint(failure, config));
        }
        return messages;
    }

    private static boolean speaksOfTls(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("SSL");
    }

    /** What the driver's words leave open. */
    private static String hint(SQLException failure, LaneKpiSinkConfig config) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("hostnameverifier")) {
            return " The server's certificate is for another host; give an address that it names, or sslmode=verify-ca";
        }
        if (causes(failure).stream().anyMatch(GeneralSecurityException.class::isInstance)
                && causes(failure).stream().anyMatch(SSLException.class::isInstance)) {
            return ". The server's certificate is not trusted; sslrootcert names a file with the certificate of its"
                    + " authority";
        }
        if (message.startsWith("Could not open SSL root certificate")
                && !PostgresUrl.hasParameter(config.url(), "sslrootcert")) {
            return " The URL needs sslrootcert: a file with the certificate of the server's authority";
        }
        if (message.contains("does not support SSL")) {
            return " It has no TLS; only sslmode=disable, allow and prefer do without";
        }
        return "";
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure.getCause(), cause -> cause != null, Throwable::getCause)
                .toList();
    }
}
