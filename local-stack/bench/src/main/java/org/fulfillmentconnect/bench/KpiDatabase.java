package org.fulfillmentconnect.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.fulfillmentconnect.stack.PostgresServer;

/** A database of the measured server, seen from beside the sinks that write to its schema {@code public}. */
record KpiDatabase(PostgresServer server, String name) {
    private static final Duration ALONE_TIMEOUT = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 50;

    /** The database that a server has from the beginning. */
    static KpiDatabase first(PostgresServer server) {
        return new KpiDatabase(server, "postgres");
    }

    /**
     * What the server counted in this database.
     *
     * @param commits of transactions
     * @param rollbacks of transactions, for whatever reason
     * @param deadlocks that it ended
     */
    record Transactions(long commits, long rollbacks, long deadlocks) {
        Transactions minus(Transactions before) {
            return new Transactions(
                    commits - before.commits, rollbacks - before.rollbacks, deadlocks - before.deadlocks);
        }
    }

    /** Without user and password. */
    String url() {
        return server.jdbcUrl().replaceFirst("/[^/]*$", "/" + name);
    }

    /** Makes it like a new one, and lets the server write down what it still has to. */
    void empty() {
        execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
        settle();
    }

    /** Has the server write down what it still has to, so that nobody pays for what others wrote. */
    void settle() {
        execute("CHECKPOINT");
    }

    /** A copy of this database under another name, in place of what had that name. Nobody may be connected to either. */
    KpiDatabase copyTo(String copy) {
        first(server)
                .execute(
                        "DROP DATABASE IF EXISTS " + copy + " WITH (FORCE)",
                        "CREATE DATABASE " + copy + " TEMPLATE " + name,
                        "CHECKPOINT");
        return new KpiDatabase(server, copy);
    }

    /** Another database, new and empty. */
    KpiDatabase create(String other) {
        execute("DROP DATABASE IF EXISTS " + other + " WITH (FORCE)", "CREATE DATABASE " + other);
        return new KpiDatabase(server, other);
    }

    void drop() {
        first(server).execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    /** Inserts, updates and deletes of rows since the tables were made. Exact once the sink's sessions have ended. */
    long writes() {
        return number("SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables");
    }

    /** Exact once the sink's sessions have ended. */
    Transactions transactions() {
        return query(
                "SELECT xact_commit, xact_rollback, deadlocks FROM pg_stat_database WHERE datname = current_database()",
                row -> new Transactions(row.getLong(1), row.getLong(2), row.getLong(3)));
    }

    /** Waits until all sessions but that which asks have ended: what they did is counted then. */
    void awaitAlone() throws InterruptedException {
        long deadline = System.nanoTime() + ALONE_TIMEOUT.toNanos();
        while (sessions() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("sessions of a sink in the database %s did not end within %d s"
                        .formatted(name, ALONE_TIMEOUT.toSeconds()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private long sessions() {
        return number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
    }

    long rows(String table) {
        return number("SELECT count(*) FROM public." + table);
    }

    /** The table with its indexes. */
    long bytes(String table) {
        return number("SELECT pg_total_relation_size('public.%s')".formatted(table));
    }

    /** Gives up what no longer counts, as autovacuum does sooner or later. */
    void vacuum(String table) {
        execute("VACUUM ANALYZE public." + table);
    }

    /**
     * By table, how many rows it has and a sum over their texts, in whatever order they lie. Without the table that says when
     * the others were made.
     */
    List<String> digests() {
        List<String> tables = query(
                "SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_tables"
                        + " WHERE schemaname = 'public' AND tablename <> 'kpi_migration'",
                row -> List.of(row.getString(1).split(",", -1)));
        List<String> digests = new ArrayList<>();
        for (String table : tables) {
            digests.add(query(
                    String.format(
                            Locale.ROOT,
                            "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)"
                                    + " FROM public.%s AS t",
                            table),
                    row -> table + " " + row.getString(1)));
        }
        return digests;
    }

    private long number(String sql) {
        return query(sql, row -> row.getLong(1));
    }

    private void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database %s refused: %s".formatted(name, e.getMessage()), e);
        }
    }

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> T query(String sql, Row<T> row) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return row.read(rows);
        } catch (SQLException e) {
            throw new IllegalStateException("the database %s refused: %s".formatted(name, e.getMessage()), e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), server.user(), server.password());
    }
}
