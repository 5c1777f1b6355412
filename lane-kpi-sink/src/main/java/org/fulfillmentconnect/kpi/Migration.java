package org.fulfillmentconnect.kpi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One step of the tables from version to version. A step that was released never changes: what it did is in databases.
 *
 * @param version counted from 1 without gaps
 * @param file the name of the file that holds it
 * @param sql what is executed, in a schema that is the only one in the search path
 */
record Migration(int version, String file, String sql) {

    /** All that this release knows, in the order of their versions. */
    static List<Migration> all() {
        return List.of(ofResource(1, "V1__lane_kpis.sql"));
    }

    private static Migration ofResource(int version, String file) {
        try (InputStream in = Migration.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the plugin's jar");
            }
            return new Migration(version, file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The SHA-256 of the text in UTF-8, as 64 lower-case digits; the same for either kind of line end. */
    String checksum() {
        try {
            byte[] text = sql.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
