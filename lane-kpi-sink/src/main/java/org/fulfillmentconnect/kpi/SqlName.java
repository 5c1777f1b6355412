package org.fulfillmentconnect.kpi;

import java.util.regex.Pattern;

/** The names of schemas and tables: validated, then quoted. */
final class SqlName {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private SqlName() {}

    /** Whether this may name a schema: letters, digits and underscores, and none of the server's own. */
    static boolean isSchema(String name) {
        return PLAIN.matcher(name).matches() && !name.startsWith("pg_") && !name.equals("information_schema");
    }

    static String quoted(String name) {
        if (!PLAIN.matcher(name).matches()) {
            throw new IllegalArgumentException("not a plain SQL name");
        }
        return '"' + name + '"';
    }
}
