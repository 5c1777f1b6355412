package org.fulfillmentconnect.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fulfillmentconnect.stack.PostgresServer;

/** Asks the KPI views over one connection, with statements that stay prepared. */
final class PostgresLanes implements AutoCloseable {
    private static final double SECONDS_PER_HOUR = 3600;
    private static final int COLUMNS = 6;

    private final Connection connection;
    private final Map<LaneQuestion, PreparedStatement> prepared = new EnumMap<>(LaneQuestion.class);

    private PostgresLanes(Connection connection) {
        this.connection = connection;
    }

    /** Once all is stored: tidies the tables as autovacuum does sooner or later. */
    static PostgresLanes of(PostgresServer server) throws SQLException {
        PostgresLanes lanes =
                new PostgresLanes(DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password()));
        for (String statement : List.of("VACUUM ANALYZE lane_day", "VACUUM ANALYZE order_facts", "CHECKPOINT")) {
            lanes.prepare(new LaneQuestion.Sql(statement, List.of())).execute();
        }
        return lanes;
    }

    /** The lane and the month with the most samples. */
    LaneQuestion.Subject busiest(ZoneId zone) throws SQLException {
        String samples = " FROM lane_day GROUP BY 1 ORDER BY sum(sample_count) DESC, 1 LIMIT 1";
        String[] lane =
                text("SELECT seller_region || ' ' || customer_region" + samples).split(" ", -1);
        LocalDate month = LocalDate.parse(text("SELECT date_trunc('month', stat_date::timestamp)::date" + samples));
        return new LaneQuestion.Subject(month, lane[0], lane[1], zone);
    }

    private String text(String sql) throws SQLException {
        try (PreparedStatement statement = prepare(new LaneQuestion.Sql(sql, List.of()));
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    /** As the views have it. */
    LaneAnswer ask(LaneQuestion question, LaneQuestion.Subject subject) throws SQLException {
        PreparedStatement statement = prepared.get(question);
        if (statement == null) {
            statement = prepare(question.ofView(subject));
            prepared.put(question, statement);
        }
        return read(statement);
    }

    /** From the facts of every order. */
    Map<String, LaneRow> exact(LaneQuestion question, LaneQuestion.Subject subject) throws SQLException {
        try (PreparedStatement statement = prepare(question.ofFacts(subject))) {
            return read(statement).rows();
        }
    }

    private PreparedStatement prepare(LaneQuestion.Sql sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.text());
        for (int i = 0; i < sql.values().size(); i++) {
            statement.setObject(i + 1, sql.values().get(i));
        }
        return statement;
    }

    private static LaneAnswer read(PreparedStatement statement) throws SQLException {
        Map<String, LaneRow> rows = new HashMap<>();
        long bytes = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                for (int i = 1; i <= COLUMNS; i++) {
                    bytes += row.getString(i).getBytes(StandardCharsets.UTF_8).length;
                }
                rows.put(
                        row.getString(1),
                        new LaneRow(
                                row.getLong(2),
                                row.getLong(3),
                                row.getDouble(4) * SECONDS_PER_HOUR,
                                row.getDouble(5) * SECONDS_PER_HOUR,
                                row.getDouble(6) * SECONDS_PER_HOUR));
            }
        }
        return new LaneAnswer(rows, bytes);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
