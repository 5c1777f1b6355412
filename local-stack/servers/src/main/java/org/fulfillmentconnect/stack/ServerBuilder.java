package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** What all servers can be told before they start. */
public abstract sealed class ServerBuilder<S extends Server, B extends ServerBuilder<S, B>>
        permits KafkaBroker.Builder, ConnectWorker.Builder, ElasticsearchServer.Builder, PostgresServer.Builder {
    private final Path stackFolder;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private String name;
    private int port;

    ServerBuilder(Path stackFolder, String name) {
        this.stackFolder = stackFolder.toAbsolutePath().normalize();
        this.name = name;
    }

    /** The name of its folder and log in the stack folder, for more than one server of a kind. */
    public final B name(String newName) {
        this.name = newName;
        return self();
    }

    /** The port on 127.0.0.1; 0, the default, takes a free one. */
    public final B port(int newPort) {
        this.port = newPort;
        return self();
    }

    /** One setting in the server's own words; it wins over what this class would set. */
    public final B setting(String key, String value) {
        settings.put(key, value);
        return self();
    }

    /** As {@link #setting}, many at once. */
    public final B settings(Map<String, String> more) {
        settings.putAll(more);
        return self();
    }

    /**
     * Fetches the server's files where the cache lacks them, starts it on the data of its folder where there are any, and
     * waits until it serves.
     *
     * @throws ServerException if it cannot be fetched or started; with the end of the log
     */
    public final S start() {
        try {
            Files.createDirectories(stackFolder.resolve("logs"));
            Files.createDirectories(folder());
            S server = prepare();
            try {
                server.start();
                return server;
            } catch (ServerException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ServerException("cannot prepare %s in %s".formatted(name, folder()), e);
        }
    }

    abstract S prepare() throws IOException;

    @SuppressWarnings("unchecked")
    private B self() {
        return (B) this;
    }

    final String name() {
        return name;
    }

    final Path folder() {
        return stackFolder.resolve(name);
    }

    final Path log() {
        return stackFolder.resolve("logs").resolve(name + ".log");
    }

    final int portOrFree() {
        return port == 0 ? FreePort.find() : port;
    }

    final Map<String, String> withSettings(Map<String, String> defaults) {
        Map<String, String> all = new LinkedHashMap<>(defaults);
        all.putAll(settings);
        return all;
    }

    /** Copies a file of this jar to where a server can read it. */
    static Path copyResource(String resource, Path copy) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ServerBuilder.class.getResourceAsStream(resource), "resource " + resource)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    /** Writes a properties file that its owner alone reads, as it may hold secrets. */
    static void store(Map<String, String> settings, Path file) throws IOException {
        var properties = new Properties();
        properties.putAll(settings);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // As bytes, which are escaped: programs read properties as ISO 8859-1, whatever their names.
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
    }

    static List<String> and(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    /**
     * How a JVM compiles. One that lives for a test only (system property {@code stack.short.lived}) is done sooner with what
     * its first compiler makes; on few cores the second one takes more time than it saves.
     */
    static List<String> compilation() {
        return Boolean.getBoolean("stack.short.lived") ? List.of("-XX:TieredStopAtLevel=1") : List.of();
    }

    static Path java(Path javaHome) {
        return javaHome.resolve("bin").resolve("java");
    }

    static Path ownJavaHome() {
        return Path.of(System.getProperty("java.home"));
    }
}
