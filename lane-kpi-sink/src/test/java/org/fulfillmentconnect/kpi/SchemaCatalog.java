package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a schema holds, for tests that are to hold for whatever views and functions there are. */
final class SchemaCatalog {
    private final TestDatabase database;

    SchemaCatalog(TestDatabase database) {
        this.database = database;
    }

    List<String> tables() throws SQLException {
        return relations("r");
    }

    List<String> views() throws SQLException {
        return relations("v");
    }

    private List<String> relations(String kind) throws SQLException {
        return strings("SELECT relname FROM pg_class WHERE relkind = '%s' AND relnamespace = '\"%s\"'::regnamespace"
                .formatted(kind, database.schema()));
    }

    /** A call of each function, with null for each argument that has no default. */
    List<String> functionCalls() throws SQLException {
        return strings("""
                SELECT p.proname || '(' || coalesce((
                    SELECT string_agg('NULL::' || format_type(t, NULL), ', ' ORDER BY i)
                    FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (t, i)
                    WHERE i <= p.pronargs - p.pronargdefaults), '') || ')'
                FROM pg_proc p WHERE p.prokind = 'f' AND p.pronamespace = '"%s"'::regnamespace""".formatted(database.schema()));
    }

    List<String> strings(String query) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
