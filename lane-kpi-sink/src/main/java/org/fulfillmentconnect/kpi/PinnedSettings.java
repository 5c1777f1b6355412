package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The settings that the tables are built with. They are stored beside the tables when these are created: sums that were
 * added by one time zone, formula or histogram cannot be taken back by another.
 */
final class PinnedSettings {
    private static final String TIME_ZONE = "time.zone";

    private final String schema;
    private final String table;
    private final Map<String, String> expected;

    PinnedSettings(String schema, ZoneId zone) {
        this.schema = schema;
        this.table = SqlName.quoted(schema) + "." + SqlName.quoted("kpi_settings");
        this.expected = Map.of(
                TIME_ZONE,
                zone.getId(),
                "formulas.version",
                Integer.toString(Contribution.VERSION),
                "lead.time.histogram",
                LeadTimeHistogram.SCHEME);
    }

    /**
     * Stores the settings in tables that hold nothing yet, and otherwise compares them. Part of the caller's transaction.
     *
     * @throws ConnectException if the tables were built with others
     */
    void pinOrCheck(Connection connection) throws SQLException {
        Map<String, String> pinned = read(connection);
        if (pinned.equals(expected)) {
            return;
        }
        if (pinned.isEmpty() && isEmpty(connection)) {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO " + table + " (name, value) VALUES (?, ?)")) {
                for (Map.Entry<String, String> setting : expected.entrySet()) {
                    insert.setString(1, setting.getKey());
                    insert.setString(2, setting.getValue());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        } else {
            throw new ConnectException(difference(pinned));
        }
    }

    /**
     * Whether the tables are still the ones that {@link #pinOrCheck} accepted. As the first statement of a transaction it also
     * keeps the tables from being truncated until the end of it.
     */
    boolean stillHold(Connection connection) throws SQLException {
        return read(connection).equals(expected);
    }

    /** What is pinned to other values than these, and what to do about it; empty if all is well. */
    Optional<String> difference(Connection connection) throws SQLException {
        Map<String, String> pinned = read(connection);
        return pinned.equals(expected) || (pinned.isEmpty() && isEmpty(connection))
                ? Optional.empty()
                : Optional.of(difference(pinned));
    }

    private Map<String, String> read(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT name, value FROM " + table);
                ResultSet rows = select.executeQuery()) {
            Map<String, String> pinned = new TreeMap<>();
            while (rows.next()) {
                pinned.put(rows.getString(1), rows.getString(2));
            }
            return pinned;
        }
    }

    private boolean isEmpty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT FROM " + SqlName.quoted(schema) + "." + SqlName.quoted("order_facts") + " LIMIT 1")) {
            return !rows.next();
        }
    }

    private String difference(Map<String, String> pinned) {
        return expected.entrySet().stream()
                .filter(setting -> !setting.getValue().equals(pinned.get(setting.getKey())))
                .sorted(Map.Entry.comparingByKey())
                .map(setting -> "the tables in schema " + schema + " were built with " + setting.getKey() + " "
                        + pinned.getOrDefault(setting.getKey(), "unknown") + ", not " + setting.getValue())
                .collect(Collectors.joining("; ", "", ". " + Rebuild.HOW));
    }
}
