package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;

/** Keeps the KPIs of every lane and day in PostgreSQL. */
public final class LaneKpiSinkConnector extends SinkConnector {
    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public ConfigDef config() {
        return LaneKpiSinkConfig.CONFIG_DEF;
    }

    /** Checks each setting, and where they allow it, whether the database takes them. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Map<String, String> given = LaneKpiSinkConfig.withoutNulls(connectorConfigs);
        return new ConfigCheck(super.validate(given)).check(given);
    }

    @Override
    public void start(Map<String, String> props) {
        // Fails here, once, rather than in every task.
        var unused = new LaneKpiSinkConfig(props);
        properties = LaneKpiSinkConfig.withoutNulls(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return LaneKpiSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>(Collections.nCopies(maxTasks, properties));
        // More than one would only do the same.
        Map<String, String> first = new HashMap<>(properties);
        first.put(LaneKpiSinkConfig.TASK_PRUNES_FACTS, "true");
        tasks.set(0, first);
        return tasks;
    }

    /**
     * Any offsets will do, as merging the same events again changes nothing. Of records that are to be skipped the tables are told
     * that nothing is missing.
     *
     * @throws ConnectException if that cannot be stored
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, @Nullable Long> offsets) {
        Map<TopicPartition, StoredPositions.Span> spans = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null && offset > 0) {
                spans.put(partition, new StoredPositions.Span(offset, offset, 0));
            }
        });
        if (!spans.isEmpty()) {
            advance(new LaneKpiSinkConfig(connectorConfig), spans);
        }
        return true;
    }

    private static void advance(LaneKpiSinkConfig config, Map<TopicPartition, StoredPositions.Span> spans) {
        try (Connection connection = Database.of(config).connect()) {
            new StoredPositions(config.schema()).advance(connection, spans);
            connection.commit();
        } catch (SQLException e) {
            throw new ConnectException(
                    "cannot note the offsets in schema " + config.schema() + " (SQLSTATE " + e.getSQLState() + "): "
                            + SqlFailure.reason(e),
                    e);
        }
    }

    @Override
    public void stop() {}
}
