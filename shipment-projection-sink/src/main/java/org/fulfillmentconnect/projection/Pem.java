package org.fulfillmentconnect.projection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The certificates and the private key of a PEM file. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** Java's name, or its number, for keys encrypted by a scheme that its parameters tell. */
    private static final List<String> PBES2 = List.of("PBES2", "1.2.840.113549.1.5.13");

    private final StoreFile file;
    private final List<Block> blocks;

    private Pem(StoreFile file, List<Block> blocks) {
        this.file = file;
        this.blocks = blocks;
    }

    private record Block(String label, String base64) {
        byte[] der() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    static Pem of(StoreFile file) {
        Matcher matcher = BLOCK.matcher(new String(file.bytes(), StandardCharsets.ISO_8859_1));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return new Pem(file, blocks);
    }

    /** In the order of the file. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
            return certificates;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw file.notOfItsType();
        }
    }

    /**
     * The first private key.
     *
     * @param password null for a key that is not encrypted
     */
    PrivateKey privateKey(@Nullable Password password) {
        for (Block block : blocks) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return decoded(new PKCS8EncodedKeySpec(der(block)));
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return decoded(decrypted(der(block), password));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw file.wrongFile("holds a private key in a form of its algorithm; expected PKCS#8, which"
                            + " openssl pkcs8 -topk8 makes of it");
                default -> {
                    // Certificates, and parameters of curves.
                }
            }
        }
        throw file.wrongFile("holds no private key");
    }

    private byte[] der(Block block) {
        try {
            return block.der();
        } catch (IllegalArgumentException e) {
            throw file.notOfItsType();
        }
    }

    private PKCS8EncodedKeySpec decrypted(byte[] der, @Nullable Password password) {
        if (password == null) {
            throw new WrongSettingException(
                    TlsSettings.KEY_PASSWORD, "required: the private key in " + file.location() + " is encrypted");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            String algorithm =
                    PBES2.contains(info.getAlgName()) ? info.getAlgParameters().toString() : info.getAlgName();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm)
                            .generateSecret(new PBEKeySpec(password.value().toCharArray())),
                    info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (InvalidKeySpecException e) {
            throw new WrongSettingException(
                    TlsSettings.KEY_PASSWORD, "is not the password of the private key in " + file.location());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw file.wrongFile("holds a private key that is encrypted in a way that this Java does not know");
        }
    }

    private PrivateKey decoded(PKCS8EncodedKeySpec spec) {
        return KEY_ALGORITHMS.stream()
                .flatMap(algorithm -> decodedAs(algorithm, spec).stream())
                .findFirst()
                .orElseThrow(() -> file.wrongFile("holds a private key that is none of " + KEY_ALGORITHMS));
    }

    private static Optional<PrivateKey> decodedAs(String algorithm, PKCS8EncodedKeySpec spec) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
