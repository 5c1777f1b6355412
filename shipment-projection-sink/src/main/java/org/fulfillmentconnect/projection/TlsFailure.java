package org.fulfillmentconnect.projection;

import java.net.SocketException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.ConnectionClosedException;

/** Why no connection came about over https, in words of the settings. */
final class TlsFailure {
    private static final String ALERT = "Received fatal alert: ";

    /** What a server says that does not take the client's certificate, or that there is none. */
    private static final List<String> CLIENT_ALERTS = List.of(
            "certificate_required",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied");

    private TlsFailure() {}

    /** Empty if the failure has nothing to do with TLS, or leaves open with what. */
    static Optional<Finding> of(Throwable failure, TlsSettings settings, Tls tls) {
        Throwable deepest = failure;
        boolean aboutCertificate = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return Optional.of(new Finding(
                        ShipmentProjectionSinkConfig.CONNECTION_URL,
                        "a certificate of the server has expired or is not yet valid (" + cause.getMessage() + ")"));
            }
            aboutCertificate |= cause instanceof CertificateException;
            deepest = cause;
        }
        if (aboutCertificate) {
            return Optional.of(untrusted(String.valueOf(deepest.getMessage()), settings));
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return Optional.of(new Finding(
                    ShipmentProjectionSinkConfig.CONNECTION_URL,
                    "the server's certificate is for another host (" + failure.getMessage()
                            + "); give an address that it names"));
        }
        String message = String.valueOf(failure.getMessage());
        if (tls.wasAskedForCertificate()
                && (failure instanceof ConnectionClosedException || failure instanceof SocketException)) {
            return Optional.of(clientCertificate("it closed the connection", settings));
        }
        if (!(failure instanceof SSLException)) {
            return Optional.empty();
        }
        if (message.startsWith(ALERT) && CLIENT_ALERTS.contains(message.substring(ALERT.length()))) {
            return Optional.of(clientCertificate("alert " + message.substring(ALERT.length()), settings));
        }
        if (message.contains("nrecognized SSL message")) {
            return Optional.of(new Finding(
                    ShipmentProjectionSinkConfig.CONNECTION_URL,
                    "the server does not answer in TLS; if it has none, the address begins with http://"));
        }
        return Optional.empty();
    }

    private static Finding clientCertificate(String sign, TlsSettings settings) {
        return new Finding(
                TlsSettings.KEYSTORE_LOCATION,
                (settings.keyStore().isPresent()
                                ? "the server does not take the client certificate in it"
                                : "required: the server asks for a client certificate")
                        + " (" + sign + ")");
    }

    private static Finding untrusted(String why, TlsSettings settings) {
        if (settings.caFingerprint().isPresent()) {
            return new Finding(TlsSettings.CA_FINGERPRINT, "the server's certificate is not trusted: " + why);
        }
        return new Finding(
                TlsSettings.TRUSTSTORE_LOCATION,
                "the server's certificate is not trusted: " + why
                        + (settings.trustStore().isPresent()
                                ? ""
                                : "; set it, or " + TlsSettings.CA_FINGERPRINT + ", unless the worker's Java is to"
                                        + " trust the authority"));
    }
}
