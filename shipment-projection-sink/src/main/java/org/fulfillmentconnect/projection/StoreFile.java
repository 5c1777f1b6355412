package org.fulfillmentconnect.projection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * A file of the worker with certificates, or with a private key and its certificates. What is wrong with it is said
 * without a word of what is in it: whoever may write connector JSON chooses the file.
 *
 * @param locationSetting the key of the setting that names the file
 * @param password null for none
 * @param passwordSetting the key of the setting with the password
 * @param type JKS, PKCS12 or PEM
 */
record StoreFile(
        String location, String locationSetting, @Nullable Password password, String passwordSetting, String type) {
    /** Far more than any such file has: a larger one is another kind of file. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    /**
     * The certificates of authorities.
     *
     * @throws WrongSettingException if there are none to be read
     */
    KeyStore certificates() {
        KeyStore store = type.equals(TlsSettings.PEM) ? ofCertificates(Pem.of(this)) : read();
        if (!holds(store, KeyStore::isCertificateEntry)) {
            throw wrongFile(
                    password == null && !type.equals(TlsSettings.PEM)
                            ? "holds no trusted certificate that can be read without a password"
                            : "holds no trusted certificate");
        }
        return store;
    }

    /**
     * A private key and its certificates.
     *
     * @param keyPassword null where the key has that of the store, or none
     * @throws WrongSettingException if there are none to be read
     */
    KeyStore privateKey(@Nullable Password keyPassword) {
        KeyStore store = type.equals(TlsSettings.PEM) ? ofKey(Pem.of(this), keyPassword) : read();
        if (!holds(store, KeyStore::isKeyEntry)) {
            throw wrongFile("holds no private key");
        }
        return store;
    }

    /** What a key of {@link #privateKey} is taken out of its store with. */
    char[] keyCharacters(@Nullable Password keyPassword) {
        Password used = keyPassword == null ? password : keyPassword;
        return used == null ? new char[0] : used.value().toCharArray();
    }

    WrongSettingException wrongFile(String what) {
        return new WrongSettingException(locationSetting, location + " " + what);
    }

    byte[] bytes() {
        try {
            Path file = Path.of(location);
            // Others, such as pipes and devices, may have no end.
            if (!Files.isRegularFile(file)) {
                throw wrongFile("is no file on this worker");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw wrongFile("is larger than a store may be, " + MAX_BYTES + " bytes");
                }
                return bytes;
            }
        } catch (InvalidPathException | IOException e) {
            throw wrongFile("cannot be read by the worker (" + e.getClass().getSimpleName() + ")");
        }
    }

    private KeyStore read() {
        byte[] bytes = bytes();
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(
                    new ByteArrayInputStream(bytes),
                    password == null ? null : password.value().toCharArray());
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new WrongSettingException(passwordSetting, "is not the password of " + location);
            }
            throw notOfItsType();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw notOfItsType();
        }
    }

    /** For what cannot be read as what it should be. */
    WrongSettingException notOfItsType() {
        return wrongFile("cannot be read as " + type);
    }

    private KeyStore ofCertificates(Pem pem) {
        try {
            KeyStore store = empty();
            List<X509Certificate> certificates = pem.certificates();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca-" + i, certificates.get(i));
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw notOfItsType();
        }
    }

    private KeyStore ofKey(Pem pem, @Nullable Password keyPassword) {
        PrivateKey key = pem.privateKey(keyPassword);
        Certificate[] chain = pem.certificates().toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw wrongFile("holds no certificate for its private key");
        }
        try {
            KeyStore store = empty();
            store.setKeyEntry("key", key, keyCharacters(keyPassword), chain);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw notOfItsType();
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private interface EntryTest {
        boolean test(KeyStore store, String alias) throws GeneralSecurityException;
    }

    private boolean holds(KeyStore store, EntryTest wanted) {
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (wanted.test(store, alias)) {
                    return true;
                }
            }
            return false;
        } catch (GeneralSecurityException e) {
            throw notOfItsType();
        }
    }
}
