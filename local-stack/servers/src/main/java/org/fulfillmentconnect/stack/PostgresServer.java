package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL with one superuser, {@code postgres}, whose password it asks for over the network as a real one does
 * (SCRAM-SHA-256). Text is UTF-8 and sorts by code point.
 */
public final class PostgresServer extends Server {
    private static final String USER = "postgres";

    private final Path data;
    private final int port;
    private final String password;

    private PostgresServer(ServerRun run, Path data, int port, String password) {
        super(run);
        this.data = data;
        this.port = port;
        this.password = password;
    }

    /** A server with its data in {@code postgres} of the stack folder. */
    public static Builder in(Path stackFolder) {
        return new Builder(stackFolder);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The URL of the database {@code postgres}, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /**
     * The server itself notes in its lock file, beside its process id, when it takes connections. A killed one leaves the file,
     * and in a container the next one has the same id.
     */
    @Override
    boolean isReady() throws IOException {
        Path lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return false;
        }
        List<String> lines = Files.readAllLines(lock);
        return lines.size() >= 8
                && lines.get(0).equals(Long.toString(ownPid()))
                && lines.get(7).strip().equals("ready")
                && FreePort.isListening("127.0.0.1:" + port);
    }

    /** What to start. */
    public static final class Builder extends ServerBuilder<PostgresServer, Builder> {
        private String password = "";
        private PostgresRelease release = PostgresRelease.EIGHTEEN;
        private @Nullable PostgresTls tls;

        private Builder(Path stackFolder) {
            super(stackFolder, "postgres");
        }

        /**
         * The superuser's password; a random one without it. Data that are there already keep the password that they were
         * created with.
         */
        public Builder password(String newPassword) {
            this.password = newPassword;
            return this;
        }

        /** The release to run; 18 without it. Data are of one release and cannot be taken up by another. */
        public Builder release(PostgresRelease newRelease) {
            this.release = newRelease;
            return this;
        }

        /** Takes connections with TLS alone, and shows this certificate. */
        public Builder secured(PostgresTls newTls) {
            this.tls = newTls;
            return this;
        }

        @Override
        PostgresServer prepare() throws IOException {
            ServerPlace place =
                    ServerPlace.of(ServerImage.POSTGRES, release.version(), Downloads.inUserCache()::postgres);
            Launcher.giveToServerUser(folder());
            Path data = folder().resolve("data");
            int port = portOrFree();

            Map<String, String> defaults = new LinkedHashMap<>();
            defaults.put("listen_addresses", "127.0.0.1");
            // A socket's path may not be longer than about 100 bytes, and a stack folder's is.
            defaults.put("unix_socket_directories", "");
            if (tls != null) {
                defaults.putAll(tls.writeTo(folder()));
            }
            List<String> command = new ArrayList<>(
                    List.of(program(place, "postgres"), "-D", data.toString(), "-p", Integer.toString(port)));
            withSettings(defaults).forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));

            var spec = new ServerRun.Spec(
                    name(),
                    asServerUser(place, command),
                    Map.of("HOME", folder().toString()),
                    folder(),
                    log(),
                    // Fast shutdown: TERM would wait for all clients to leave.
                    "INT");
            String stored = initialise(place, data, spec);
            return new PostgresServer(place.run(spec, List.of()), data, port, stored);
        }

        private List<String> asServerUser(ServerPlace place, List<String> command) {
            return place.neverAsRoot("PostgreSQL", command, Path.of(program(place, "postgres")), folder());
        }

        /** Creates the data folder where there is none, and returns the password of the one that is there now. */
        private String initialise(ServerPlace place, Path data, ServerRun.Spec spec) throws IOException {
            Path passwordFile = folder().resolve("password");
            if (Files.isDirectory(data)) {
                return Files.readString(passwordFile);
            }
            String chosen = password.isEmpty() ? randomPassword() : password;
            Files.deleteIfExists(passwordFile);
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, chosen);
            Launcher.giveToServerUser(passwordFile);

            // A folder of which initdb was killed halfway is never taken for a database.
            Path partial = folder().resolve("data.partial");
            Folders.deleteRecursively(partial);
            place.runToEnd(
                    spec,
                    asServerUser(
                            place,
                            List.of(
                                    program(place, "initdb"),
                                    "--pgdata=" + partial,
                                    "--username=" + USER,
                                    "--pwfile=" + passwordFile,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    "--locale=C",
                                    "--no-sync")));
            Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
            return chosen;
        }

        private static String program(ServerPlace place, String name) {
            return place.isContainer()
                    ? name
                    : Path.of(place.home(), "bin", name).toString();
        }

        private static String randomPassword() {
            var bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
