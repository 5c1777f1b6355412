package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An authority for tests, and what it issues. Needs Bouncy Castle, which is an optional dependency of this module.
 */
public final class Certificates {
    /** Of every store. */
    public static final String PASSWORD = "store-secret";

    private final String name;
    private final KeyPair keys = newKeys();
    private final X509Certificate authority;
    private int issued;

    public Certificates(String name) {
        this.name = name;
        authority = sign(name, keys, Duration.ofDays(1), new BasicConstraints(true), null);
    }

    /** A key and its certificates, the authority's last. */
    public record Identity(PrivateKey key, List<X509Certificate> chain) {
        /** A PEM file of the certificates. */
        public Path certificatesIn(Path folder) {
            return write(folder, "certificates.pem", text(chain));
        }

        /** A PEM file of the key, not encrypted. */
        public Path keyIn(Path folder) {
            return ownersAlone(write(folder, "key.pem", keyText()));
        }

        /** A DER file of the key as PKCS #8 has it, not encrypted. */
        public Path derKeyIn(Path folder) {
            try {
                return ownersAlone(Files.write(folder.resolve("key.pk8"), key.getEncoded()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** A PEM file of both, as a key store is. */
        public Path bothIn(Path folder) {
            return ownersAlone(write(folder, "identity.pem", keyText() + text(chain)));
        }

        /** Programs refuse a key that others can read. */
        private static Path ownersAlone(Path file) {
            try {
                return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private String keyText() {
            return block("PRIVATE KEY", key.getEncoded());
        }

        public KeyStore keyStore(String type) {
            return store(
                    type,
                    store -> store.setKeyEntry("key", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new)));
        }
    }

    public X509Certificate authority() {
        return authority;
    }

    /** For a server on this machine, by address and not by name. */
    public Identity server() {
        return issue("server", Duration.ofDays(1), new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    }

    /** Expired since yesterday. */
    public Identity expiredServer() {
        return issue("server", Duration.ofDays(-1), new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    }

    public Identity client() {
        return issue("client", Duration.ofDays(1), new GeneralName(GeneralName.rfc822Name, "client@example.org"));
    }

    private Identity issue(String subject, Duration valid, GeneralName subjectName) {
        KeyPair its = newKeys();
        return new Identity(
                its.getPrivate(),
                List.of(sign(subject, its, valid, new BasicConstraints(false), subjectName), authority));
    }

    /** A PEM file of the authority's certificate. */
    public Path authorityIn(Path folder) {
        return write(folder, name + ".pem", text(List.of(authority)));
    }

    public KeyStore trustStore(String type) {
        return store(type, store -> store.setCertificateEntry("ca", authority));
    }

    /** The SHA-256 fingerprint of the authority's certificate, in lower-case digits. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(authority.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What trusts this authority, and shows that identity if asked. */
    public SSLContext context(Identity identity) {
        try {
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("SunX509");
            // The one type that takes chains as they come, also wrong ones.
            keyManagers.init(identity.keyStore("JKS"), PASSWORD.toCharArray());
            TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trustStore("PKCS12"));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file of a store, with {@link #PASSWORD}. */
    public static Path save(KeyStore store, Path folder, String file) {
        Path path = folder.resolve(file);
        try (OutputStream out = Files.newOutputStream(path)) {
            store.store(out, PASSWORD.toCharArray());
            return path;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Content {
        void putInto(KeyStore store) throws GeneralSecurityException;
    }

    private static KeyStore store(String type, Content content) {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            content.putInto(store);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path write(Path folder, String file, String text) {
        try {
            return Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static String text(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> {
                    try {
                        return block("CERTIFICATE", certificate.getEncoded());
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.joining());
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(
            String subject,
            KeyPair subjectKeys,
            Duration valid,
            BasicConstraints constraints,
            @Nullable GeneralName subjectName) {
        Instant now = Instant.now();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=" + name),
                    BigInteger.valueOf(++issued),
                    Date.from(now.minus(Duration.ofDays(2))),
                    Date.from(now.plus(valid)),
                    new X500Name("CN=" + subject),
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, constraints);
            if (subjectName != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(subjectName));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As OpenSSL prints a fingerprint. */
    public static String withColons(String fingerprint) {
        return fingerprint.toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
