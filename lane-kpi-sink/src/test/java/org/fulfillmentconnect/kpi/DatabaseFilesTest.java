package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The SQL that an administrator runs does what the sink would do. {@code -Dtables.update=true} writes it anew. */
class DatabaseFilesTest {
    static final Path FOLDER = Path.of("../connector-configs/postgres");
    static final Path TABLES = Path.of("..", KpiSchema.TABLES_FILE);

    @Test
    void theShippedTablesAreThoseOfThePlugin() throws IOException {
        String expected = tables();
        if (Boolean.getBoolean("tables.update")) {
            Files.writeString(TABLES, expected);
        }
        assertThat(Files.readString(TABLES)).isEqualTo(expected);
    }

    private static String tables() {
        StringBuilder script = new StringBuilder("""
                -- Creates the tables of the lane KPIs, or brings them up to date, for a sink with auto.create=false. With
                -- lane_kpi for the schema that the connector's JSON names:
                --
                --   psql -v schema=lane_kpi -f lane-kpi-tables.sql "$PG"
                --
                -- All of it is one transaction, and what is there already is left alone. It needs psql; for the roles see
                -- lane-kpi-roles.sql. Generated from the files in the plugin: the sink compares the checksums.

                \\set ON_ERROR_STOP on

                BEGIN;
                SELECT pg_advisory_xact_lock(hashtextextended('org.fulfillmentconnect.kpi.' || :'schema', 0));
                SELECT NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = :'schema') AS is_missing \\gset
                \\if :is_missing
                CREATE SCHEMA :"schema";
                \\endif
                SET LOCAL search_path TO :"schema", pg_temp;

                """);
        script.append(KpiSchema.RECORD_TABLE).append(";\n");
        for (Migration migration : Migration.all()) {
            script.append("""

                    -- %1$s
                    SELECT NOT EXISTS (SELECT FROM kpi_migration WHERE version = %2$d) AS is_missing \\gset
                    \\if :is_missing
                    %3$s
                    INSERT INTO kpi_migration (version, file, sha256)
                    VALUES (%2$d, '%1$s', '%4$s');
                    \\endif
                    """.formatted(
                    migration.file(), migration.version(), migration.sql().strip(), migration.checksum()));
        }
        return script.append("\nCOMMIT;\n").toString();
    }
}
