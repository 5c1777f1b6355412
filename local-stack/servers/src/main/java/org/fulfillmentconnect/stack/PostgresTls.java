package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a PostgreSQL with TLS is given.
 *
 * @param certificates a PEM file with the server's certificate, and those of its authorities
 * @param key a PEM file with the private key of that certificate, not encrypted
 * @param clientAuthorities a PEM file with the authorities of which every client must show a certificate beside its
 *     password; empty where clients need none
 */
public record PostgresTls(Path certificates, Path key, Optional<Path> clientAuthorities) {

    /** Copies the files to where the server reads them, and returns the settings that name them. */
    Map<String, String> writeTo(Path folder) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("ssl", "on");
        settings.put("ssl_cert_file", copy(certificates, folder.resolve("server.crt")));
        settings.put("ssl_key_file", copy(key, folder.resolve("server.key")));
        if (clientAuthorities.isPresent()) {
            settings.put("ssl_ca_file", copy(clientAuthorities.get(), folder.resolve("client-authorities.crt")));
        }
        Path access = folder.resolve("pg_hba.conf");
        Files.writeString(
                access,
                "hostssl all all 127.0.0.1/32 scram-sha-256"
                        + (clientAuthorities.isPresent() ? " clientcert=verify-ca" : "") + "\n");
        Launcher.giveToServerUser(access);
        settings.put("hba_file", access.toString());
        return settings;
    }

    /** The server wants a key that nobody else can read. */
    private static String copy(Path file, Path copy) throws IOException {
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        Launcher.giveToServerUser(copy);
        return copy.toString();
    }
}
