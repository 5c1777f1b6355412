package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.config.types.Password;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Where the tables are, and how to connect there. */
record Database(
        String url,
        String user,
        Password password,
        Password sslKeyPassword,
        Duration connectionTimeout,
        Duration statementTimeout)
        implements ConnectionSource {
    private static final String APPLICATION_NAME = "lane-kpi-sink";

    static Database of(LaneKpiSinkConfig config) {
        return new Database(
                config.url(),
                config.user(),
                config.password(),
                config.sslKeyPassword(),
                config.connectionTimeout(),
                config.statementTimeout());
    }

    /** The same, but giving up after this time at the latest. */
    Database within(Duration limit) {
        return new Database(
                url,
                user,
                password,
                sslKeyPassword,
                shorter(connectionTimeout, limit),
                shorter(statementTimeout, limit));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** A new connection, in a transaction at READ COMMITTED, that finds its rows by their keys. */
    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, user);
        if (!password.value().isEmpty()) {
            PGProperty.PASSWORD.set(properties, password.value());
        }
        if (!sslKeyPassword.value().isEmpty()) {
            PGProperty.SSL_PASSWORD.set(properties, sslKeyPassword.value());
        }
        PGProperty.APPLICATION_NAME.set(properties, APPLICATION_NAME);
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds(connectionTimeout));
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds(connectionTimeout));
        // Only for a server that is silently gone: one that lives gives up the statement itself, and before.
        PGProperty.SOCKET_TIMEOUT.set(properties, seconds(statementTimeout) + seconds(connectionTimeout));
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Every statement is used over and over, and only a prepared one sends and receives arrays in binary.
        PGProperty.PREPARE_THRESHOLD.set(properties, 1);
        // Details repeat values of rows, which belong in no log.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        // Not by way of DriverManager, which does not see drivers in a plugin's own class loader.
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("not a PostgreSQL URL", "08001");
        }
        try {
            prepare(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + statementTimeout.toMillis());
            // Tables are named with their schema; what has no schema is the server's own, whatever the user's search
            // path.
            statement.execute("SET search_path = pg_catalog, pg_temp");
            // All rows are found by primary key. Fresh tables have no statistics, and a plan that scans the table or is
            // compiled first would make the cost of a batch depend on how much is stored.
            statement.execute(
                    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off");
        }
        connection.setAutoCommit(false);
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact((duration.toMillis() + 999) / 1000);
    }
}
