package org.fulfillmentconnect.projection;

import java.security.GeneralSecurityException;
import java.security.UnrecoverableKeyException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client trusts, and what it shows of itself.
 *
 * @param identity null where Java's own settings say what it shows
 * @param checksHostNames whether a certificate must be for the host that is addressed
 */
record Tls(SSLContext context, @Nullable ClientIdentity identity, boolean checksHostNames) {
    /**
     * Reads the files that the settings name; those of Java itself count where they name none.
     *
     * @throws WrongSettingException if one of them cannot be used
     */
    static Tls of(TlsSettings settings) {
        TrustManager @Nullable [] trusted = settings.caFingerprint()
                .map(fingerprint -> new TrustManager[] {new PinnedAuthority(fingerprint)})
                .or(() -> settings.trustStore().map(Tls::trustManagers))
                .orElse(null);
        Optional<StoreFile> keyStore = settings.keyStore();
        try {
            if (trusted == null && keyStore.isEmpty()) {
                return new Tls(SSLContext.getDefault(), null, settings.checksHostNames());
            }
            ClientIdentity identity =
                    new ClientIdentity(keyStore.map(store -> keyManager(store, settings.keyPassword()))
                            .orElse(null));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {identity}, trusted, null);
            return new Tls(context, identity, settings.checksHostNames());
        } catch (GeneralSecurityException e) {
            throw new ConnectException("this Java cannot set up TLS", e);
        }
    }

    private static TrustManager[] trustManagers(StoreFile store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store.certificates());
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw store.notOfItsType();
        }
    }

    private static X509ExtendedKeyManager keyManager(StoreFile store, @Nullable Password keyPassword) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store.privateKey(keyPassword), store.keyCharacters(keyPassword));
            for (KeyManager manager : factory.getKeyManagers()) {
                if (manager instanceof X509ExtendedKeyManager extended) {
                    return extended;
                }
            }
            throw new ConnectException("this Java cannot show a client certificate");
        } catch (UnrecoverableKeyException e) {
            throw new WrongSettingException(
                    TlsSettings.KEY_PASSWORD, "is not the password of the private key in " + store.location());
        } catch (GeneralSecurityException e) {
            throw store.notOfItsType();
        }
    }

    /** Whether a server asked for a client certificate. */
    boolean wasAskedForCertificate() {
        return identity != null && identity.wasAskedFor();
    }

    void applyTo(HttpAsyncClientBuilder client) {
        client.setSSLContext(context);
        if (!checksHostNames) {
            client.setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE);
        }
    }
}
