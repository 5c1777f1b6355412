package org.fulfillmentconnect.kpi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates and updates the tables: numbered SQL files, each applied once, all in one transaction under a lock, so that
 * several tasks may start at once and a death at any point leaves the tables as they were.
 *
 * <p>A server that is already up to date is only read, so a user without the right to create tables is enough there.
 */
final class KpiSchema {
    private static final Logger LOG = LoggerFactory.getLogger(KpiSchema.class);

    /** Version n is the n-th. A file that was released is never edited. */
    private static final List<String> MIGRATIONS = List.of("V1__lane_kpis.sql");

    static final int LATEST = MIGRATIONS.size();

    private final String schema;

    KpiSchema(String schema) {
        this.schema = schema;
    }

    /**
     * Brings the tables to the latest version. Part of the caller's transaction.
     *
     * @throws ConnectException if the tables were made by a newer version
     */
    void migrate(Connection connection) throws SQLException {
        // Tasks that start together would otherwise create the same tables.
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "org.fulfillmentconnect.kpi." + schema);
            lock.execute();
        }
        int version = version(connection);
        checkVersion(version);
        if (version == LATEST) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT FROM pg_namespace WHERE nspname = ?", schema)) {
                statement.execute("CREATE SCHEMA " + SqlName.quoted(schema));
            }
            statement.execute("SET LOCAL search_path TO " + SqlName.quoted(schema));
            statement.execute("CREATE TABLE IF NOT EXISTS kpi_migration (version integer PRIMARY KEY)");
            for (int next = version + 1; next <= LATEST; next++) {
                statement.execute(text(MIGRATIONS.get(next - 1)));
                statement.execute("INSERT INTO kpi_migration (version) VALUES (" + next + ")");
                LOG.info("Applied {} to schema {}", MIGRATIONS.get(next - 1), schema);
            }
        }
    }

    /** The version of the tables that are there, 0 without any. */
    int version(Connection connection) throws SQLException {
        if (!exists(
                connection,
                "SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relname = 'kpi_migration' AND n.nspname = ?",
                schema)) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT coalesce(max(version), 0) FROM "
                        + SqlName.quoted(schema) + "." + SqlName.quoted("kpi_migration"))) {
            rows.next();
            return rows.getInt(1);
        }
    }

    void checkVersion(int version) {
        if (version > LATEST) {
            throw new ConnectException("the tables in schema " + schema + " have version " + version
                    + ", made by a newer release; this one knows versions up to " + LATEST);
        }
    }

    /** Why this user could not create the tables, or empty if nothing is known against it. */
    Optional<String> lackingRight(Connection connection) throws SQLException {
        boolean there = exists(connection, "SELECT FROM pg_namespace WHERE nspname = ?", schema);
        String right = there
                ? "SELECT WHERE has_schema_privilege(?, 'CREATE')"
                : "SELECT WHERE ? <> '' AND has_database_privilege(current_database(), 'CREATE')";
        if (exists(connection, right, schema)) {
            return Optional.empty();
        }
        return Optional.of(
                there
                        ? "this user may not create tables in schema " + schema
                        : "schema " + schema + " is missing, and this user may not create it");
    }

    private static boolean exists(Connection connection, String query, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, argument);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static String text(String resource) {
        try (InputStream in = KpiSchema.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the plugin's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
