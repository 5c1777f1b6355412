package org.fulfillmentconnect.kpi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

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

    /** Any offsets will do: the sink keeps none of its own, and merging the same events again changes nothing. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        return true;
    }

    @Override
    public void stop() {}
}
