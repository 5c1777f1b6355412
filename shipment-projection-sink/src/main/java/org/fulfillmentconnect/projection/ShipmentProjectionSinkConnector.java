package org.fulfillmentconnect.projection;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Projects the event log into Elasticsearch: a case card per order, and a timeline with a document per event. */
public final class ShipmentProjectionSinkConnector extends SinkConnector {
    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> newProperties) {
        properties = ShipmentProjectionSinkConfig.withoutNulls(newProperties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ShipmentProjectionSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        // The connector itself holds nothing.
    }

    @Override
    public ConfigDef config() {
        return ShipmentProjectionSinkConfig.CONFIG_DEF;
    }

    /** Beside each setting by itself, those that depend on each other, and the connection. */
    @Override
    public Config validate(Map<String, String> connectorProperties) {
        Map<String, String> given = ShipmentProjectionSinkConfig.withoutNulls(connectorProperties);
        Config validated = super.validate(given);
        if (validated.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty())) {
            var config = new ShipmentProjectionSinkConfig(given);
            CrossFieldChecks.findings(config).forEach((setting, message) -> addError(validated, setting, message));
        }
        return validated;
    }

    private static void addError(Config validated, String setting, String message) {
        validated.configValues().stream()
                .filter(value -> value.name().equals(setting))
                .forEach((ConfigValue value) -> value.addErrorMessage(message));
    }

    @Override
    public String version() {
        return Version.get();
    }
}
