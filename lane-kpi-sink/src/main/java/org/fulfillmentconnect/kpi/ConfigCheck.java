package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;

/** The checks that need more than one setting, or the database. Each message goes to the field that can mend it. */
final class ConfigCheck {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Config result;

    /** @param result of checking each setting alone */
    ConfigCheck(Config result) {
        this.result = result;
    }

    Config check(Map<String, String> properties) {
        if (result.configValues().stream()
                .anyMatch(value -> !value.errorMessages().isEmpty())) {
            return result;
        }
        LaneKpiSinkConfig config;
        try {
            config = new LaneKpiSinkConfig(properties);
        } catch (ConfigException e) {
            error(LaneKpiSinkConfig.RETRY_BACKOFF_MAX_MS, String.valueOf(e.getMessage()));
            return result;
        }
        if (config.checksConnection()) {
            checkDatabase(config);
        }
        return result;
    }

    private void checkDatabase(LaneKpiSinkConfig config) {
        try (Connection connection = Database.of(config).within(LIMIT).connect()) {
            checkTables(connection, config);
        } catch (SQLException e) {
            ConnectionFailure.messages(e, config).forEach(this::error);
        }
    }

    private void checkTables(Connection connection, LaneKpiSinkConfig config) throws SQLException {
        KpiSchema schema = new KpiSchema(config.schema(), Migration.all());
        try {
            int version = schema.version(connection);
            if (!config.createsTables() && version < schema.latest()) {
                schema.notLatest(version).ifPresent(reason -> error(LaneKpiSinkConfig.AUTO_CREATE, reason));
                return;
            }
            if (version < schema.latest()) {
                schema.lackingRight(connection).ifPresent(reason -> error(LaneKpiSinkConfig.SCHEMA, reason));
            }
            if (version == 0) {
                return;
            }
            List<String> closed = schema.closedTables(connection);
            if (!closed.isEmpty()) {
                error(
                        LaneKpiSinkConfig.CONNECTION_USER,
                        "this user may not read and write " + String.join(", ", closed) + " in schema "
                                + config.schema());
                return;
            }
        } catch (ConnectException e) {
            error(LaneKpiSinkConfig.SCHEMA, String.valueOf(e.getMessage()));
            return;
        } catch (SQLException e) {
            error(
                    LaneKpiSinkConfig.SCHEMA,
                    "cannot read the tables in schema " + config.schema() + ": " + e.getMessage());
            return;
        }
        Optional<String> difference = new PinnedSettings(config.schema(), config.timeZone()).difference(connection);
        difference.ifPresent(reason -> error(LaneKpiSinkConfig.TIME_ZONE, reason));
    }

    private void error(String field, String message) {
        for (ConfigValue value : result.configValues()) {
            if (value.name().equals(field)) {
                value.addErrorMessage(message);
            }
        }
    }
}
