package org.fulfillmentconnect.kpi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a shipped script as {@code psql -v schema=...} does: variables, {@code \gset}, and {@code \if}, each meta-command at
 * the end of a line or on a line of its own. Stops at the first error.
 */
final class PsqlScript {
    private static final String GSET = " \\gset";

    private final List<String> lines;
    private final Map<String, String> variables = new HashMap<>();
    private final StringBuilder buffer = new StringBuilder();

    PsqlScript(Path file, String schema) throws IOException {
        lines = Files.readAllLines(file);
        variables.put("schema", schema);
    }

    void run(Connection connection) throws SQLException {
        boolean skips = false;
        for (String line : lines) {
            if (line.equals("\\endif")) {
                skips = false;
            } else if (line.startsWith("\\if :")) {
                execute(connection);
                skips = !"t".equals(variables.get(line.substring("\\if :".length())));
            } else if (!skips && !line.equals("\\set ON_ERROR_STOP on")) {
                take(line, connection);
            }
        }
        execute(connection);
    }

    private void take(String line, Connection connection) throws SQLException {
        if (line.endsWith(GSET)) {
            execute(connection);
            set(connection, substituted(line.substring(0, line.length() - GSET.length())));
        } else if (line.startsWith("\\")) {
            throw new IllegalArgumentException("not known here: " + line);
        } else {
            buffer.append(substituted(line)).append('\n');
        }
    }

    private void execute(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(buffer.toString());
        }
        buffer.setLength(0);
    }

    private void set(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            ResultSetMetaData columns = row.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                variables.put(columns.getColumnName(i), row.getString(i));
            }
        }
    }

    private String substituted(String line) {
        String schema = variables.getOrDefault("schema", "");
        return line.replace(":'schema'", "'" + schema + "'").replace(":\"schema\"", '"' + schema + '"');
    }
}
