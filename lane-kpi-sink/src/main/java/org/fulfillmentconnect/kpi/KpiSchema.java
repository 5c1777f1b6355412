package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates and updates the tables: numbered SQL files, each applied once, all in one transaction under a lock, so that
 * several tasks may start at once and a death at any point leaves the tables as they were. What was applied is recorded with
 * a checksum, so that tables made by another text than this release's are told from its own.
 *
 * <p>Not a migration library: one would need a connection and a lock protocol of its own, where here the files, their record
 * and the pinned settings are one transaction of the task's connection, and would bring its jars into the plugin's folder.
 *
 * <p>A server that is already up to date is only read, so a user without the right to create tables is enough there.
 */
final class KpiSchema {
    private static final Logger LOG = LoggerFactory.getLogger(KpiSchema.class);

    /** The table that records what was applied. */
    static final String RECORD_TABLE = """
            CREATE TABLE IF NOT EXISTS kpi_migration (
                version     integer PRIMARY KEY,
                file        text NOT NULL,
                sha256      text NOT NULL,
                applied_at  timestamptz NOT NULL DEFAULT now(),
                applied_by  text NOT NULL DEFAULT current_user
            )""";

    private final String schema;
    private final List<Migration> migrations;

    /** What an administrator runs where the sink may not create its tables. */
    static final String TABLES_FILE = "connector-configs/postgres/lane-kpi-tables.sql";

    private static final List<String> WRITTEN_TABLES = Stream.concat(
                    Stream.of("kpi_settings", "kpi_progress", "order_facts"),
                    DayTable.ALL.stream().map(DayTable::tableName))
            .toList();

    /** @param migrations all that are known, in the order of their versions */
    KpiSchema(String schema, List<Migration> migrations) {
        this.schema = schema;
        this.migrations = migrations;
    }

    /** What the database says was applied. */
    private record Applied(int version, String file, String sha256) {}

    /**
     * Brings the tables to the latest version. Part of the caller's transaction.
     *
     * @throws ConnectException if the tables were made by a newer release or by other files
     */
    void migrate(Connection connection) throws SQLException {
        if (version(connection) == latest()) {
            return;
        }
        // Tasks that start together would otherwise create the same tables.
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "org.fulfillmentconnect.kpi." + schema);
            lock.execute();
        }
        int version = version(connection);
        if (version < latest()) {
            apply(connection, migrations.subList(version, latest()));
        }
    }

    /**
     * Leaves the tables as they are.
     *
     * @throws ConnectException if they are not at the latest version
     */
    void requireLatest(Connection connection) throws SQLException {
        Optional<String> reason = notLatest(version(connection));
        if (reason.isPresent()) {
            throw new ConnectException(reason.get());
        }
    }

    /** Why the sink cannot work with tables of this version if it may not bring them up to date; empty if it can. */
    Optional<String> notLatest(int version) {
        if (version == latest()) {
            return Optional.empty();
        }
        String state =
                version == 0 ? " are missing" : " have version " + version + ", but this release needs " + latest();
        return Optional.of("the tables in schema " + schema + state + ", and " + LaneKpiSinkConfig.AUTO_CREATE
                + " is false: have them made by " + TABLES_FILE + " of this release");
    }

    private void apply(Connection connection, List<Migration> missing) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT FROM pg_namespace WHERE nspname = ?", schema)) {
                statement.execute("CREATE SCHEMA " + SqlName.quoted(schema));
            }
            // Temporary tables would come first if they were not named.
            statement.execute("SET LOCAL search_path TO " + SqlName.quoted(schema) + ", pg_temp");
            statement.execute(RECORD_TABLE);
            for (Migration next : missing) {
                statement.execute(next.sql());
                record(connection, next);
                LOG.info("Applied {} to schema {}", next.file(), schema);
            }
        }
    }

    private static void record(Connection connection, Migration applied) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO kpi_migration (version, file, sha256) VALUES (?, ?, ?)")) {
            insert.setInt(1, applied.version());
            insert.setString(2, applied.file());
            insert.setString(3, applied.checksum());
            insert.execute();
        }
    }

    int latest() {
        return migrations.size();
    }

    /**
     * The version of the tables that are there, 0 without any.
     *
     * @throws ConnectException if they were made by a newer release or by other files
     */
    int version(Connection connection) throws SQLException {
        List<Applied> applied = applied(connection);
        if (applied.size() > latest()) {
            throw new ConnectException("the tables in schema " + schema + " have version "
                    + applied.get(applied.size() - 1).version()
                    + ", made by a newer release; this one knows versions up to "
                    + latest());
        }
        for (int i = 0; i < applied.size(); i++) {
            requireSame(applied.get(i), migrations.get(i));
        }
        return applied.size();
    }

    private void requireSame(Applied there, Migration known) {
        if (there.version() != known.version()) {
            throw new ConnectException("the table kpi_migration in schema " + schema + " tells of version "
                    + there.version() + " but not of version " + known.version() + ": it was changed by hand");
        }
        if (!there.sha256().equals(known.checksum())) {
            throw new ConnectException("the tables in schema " + schema + " were made by a " + there.file()
                    + " with SHA-256 " + there.sha256() + ", but the " + known.file() + " of this release has "
                    + known.checksum() + ". Install the release that made the tables, or name another schema and build"
                    + " them there from the log");
        }
    }

    private List<Applied> applied(Connection connection) throws SQLException {
        List<Applied> applied = new ArrayList<>();
        if (!exists(
                connection,
                "SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relname = 'kpi_migration' AND n.nspname = ?",
                schema)) {
            return applied;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version, file, sha256 FROM " + SqlName.quoted(schema)
                        + "." + SqlName.quoted("kpi_migration") + " ORDER BY version")) {
            while (rows.next()) {
                applied.add(new Applied(rows.getInt(1), rows.getString(2), rows.getString(3)));
            }
        }
        return applied;
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

    /** The tables that this user may not write, or read; empty if there are none. */
    List<String> closedTables(Connection connection) throws SQLException {
        List<String> closed = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relname = ANY (?) AND NOT (has_table_privilege(c.oid, 'SELECT')"
                        + " AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE')"
                        + " AND has_table_privilege(c.oid, 'DELETE')) ORDER BY c.relname")) {
            statement.setString(1, schema);
            statement.setArray(2, connection.createArrayOf("text", WRITTEN_TABLES.toArray(String[]::new)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    closed.add(rows.getString(1));
                }
            }
        }
        return closed;
    }

    private static boolean exists(Connection connection, String query, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, argument);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
