package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;

/**
 * What an Elasticsearch with security on is given: its certificate, and its users with their roles, which are kept in files,
 * so that they are there from the first request on.
 *
 * @param certificates a PEM file with the server's certificate, and those of its authorities
 * @param key a PEM file with the private key of that certificate, not encrypted
 * @param clientAuthorities a PEM file with the authorities of which every client must show a certificate; empty where
 *     clients need none
 * @param roles the roles beside those that are built in, as {@code roles.yml} has them
 * @param users the first one must have the role {@code superuser}
 * @param client how this process speaks to the server
 */
public record ElasticsearchSecurity(
        Path certificates,
        Path key,
        Optional<Path> clientAuthorities,
        String roles,
        List<User> users,
        SSLContext client) {
    private static final String CERTIFICATES = "http-certificates.pem";
    private static final String KEY = "http-key.pem";
    private static final String CLIENT_AUTHORITIES = "http-client-authorities.pem";

    /** A user with one role. */
    public record User(String name, String password, String role) {
        private static final int ITERATIONS = 1000;
        private static final int BYTES = 32;

        /** The value of the header {@code Authorization}. */
        public String authorization() {
            byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        private String line() {
            var salt = new byte[BYTES];
            new SecureRandom().nextBytes(salt);
            Base64.Encoder base64 = Base64.getEncoder();
            return name + ":{PBKDF2}" + ITERATIONS + "$" + base64.encodeToString(salt) + "$"
                    + base64.encodeToString(hash(salt));
        }

        private byte[] hash(byte[] salt) {
            try {
                return SecretKeyFactory.getInstance("PBKDF2withHMACSHA512")
                        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, BYTES * Byte.SIZE))
                        .getEncoded();
            } catch (GeneralSecurityException e) {
                throw new ServerException("cannot hash a password", e);
            }
        }
    }

    User administrator() {
        return users.get(0);
    }

    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("xpack.security.enabled", "true");
        settings.put("xpack.security.autoconfiguration.enabled", "false");
        settings.put("xpack.security.http.ssl.enabled", "true");
        settings.put("xpack.security.http.ssl.certificate", CERTIFICATES);
        settings.put("xpack.security.http.ssl.key", KEY);
        if (clientAuthorities.isPresent()) {
            settings.put("xpack.security.http.ssl.client_authentication", "required");
            settings.put("xpack.security.http.ssl.certificate_authorities", CLIENT_AUTHORITIES);
        }
        return settings;
    }

    /** Writes the files that the settings name, and those of users and roles, into the server's folder for them. */
    void writeTo(Path config) throws IOException {
        write(config.resolve(CERTIFICATES), Files.readString(certificates));
        write(config.resolve(KEY), Files.readString(key));
        if (clientAuthorities.isPresent()) {
            write(config.resolve(CLIENT_AUTHORITIES), Files.readString(clientAuthorities.get()));
        }
        write(config.resolve("roles.yml"), roles);
        write(config.resolve("users"), users.stream().map(User::line).collect(Collectors.joining("\n", "", "\n")));
        write(
                config.resolve("users_roles"),
                users.stream()
                        .map(user -> user.role() + ":" + user.name())
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Launcher.giveToServerUser(file);
    }
}
