package org.fulfillmentconnect.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.fulfillmentconnect.source.csv.CsvFolder;
import org.fulfillmentconnect.source.mapping.Mapping;
import org.fulfillmentconnect.source.snapshot.EventOrder;
import org.fulfillmentconnect.source.snapshot.SnapshotReader;

/**
 * Adds to the checks of the single settings those that need several of them, the files or the brokers. Each error goes
 * to the field that puts it right.
 */
final class Validation {
    private final ReplayStart start;
    private final Map<String, String> settings;
    private final List<ConfigValue> values;

    private Validation(ReplayStart start, Map<String, String> settings, Config checked) {
        this.start = start;
        this.settings = settings;
        this.values = new ArrayList<>(checked.configValues());
    }

    /** @param checked the settings, each checked by itself */
    static Config of(ReplayStart start, Map<String, String> settings, Config checked) {
        Validation validation = new Validation(start, settings, checked);
        validation.checkTolerance();
        validation.checkSpillFolder();
        validation.checkTimes();
        validation.checkTopics(validation.checkFiles());
        return new Config(validation.values);
    }

    private void checkTolerance() {
        if (ReplayStart.toleratesErrors(settings)) {
            // A setting of the worker's: what the connector says of it is shown in place of what the worker says.
            ConfigValue tolerance = new ConfigValue(ReplayStart.ERRORS_TOLERANCE);
            tolerance.value(settings.get(ReplayStart.ERRORS_TOLERANCE));
            tolerance.addErrorMessage(ReplayStart.ERRORS_TOLERANCE + "=all " + ReplayStart.TOLERANCE_REFUSED);
            values.add(tolerance);
        }
    }

    private void checkSpillFolder() {
        try {
            start.checkSpillFolder();
        } catch (ConfigException e) {
            addError(CsvReplaySourceConfig.SORT_MEMORY_BYTES, e);
        }
    }

    private void checkTimes() {
        if (areRight(CsvReplaySourceConfig.AS_OF, CsvReplaySourceConfig.TIME_ZONE)) {
            try {
                start.checkAsOf(
                        InstantSetting.read(text(CsvReplaySourceConfig.AS_OF), text(CsvReplaySourceConfig.TIME_ZONE)));
            } catch (ConfigException e) {
                addError(CsvReplaySourceConfig.AS_OF, e);
            }
        }
        if (areRight(
                        CsvReplaySourceConfig.REPLAY_FROM,
                        CsvReplaySourceConfig.REPLAY_TO,
                        CsvReplaySourceConfig.TIME_ZONE)
                && windowIsEmpty()) {
            addError(CsvReplaySourceConfig.REPLAY_TO, "is not after replay.from; no event lies between them");
        }
        if (areRight(CsvReplaySourceConfig.REPLAY_ORDER, CsvReplaySourceConfig.REPLAY_SPEED)
                && !text(CsvReplaySourceConfig.REPLAY_ORDER).equals(EventOrder.EVENT_TIME.settingName())
                && !Double.valueOf(0)
                        .equals(value(CsvReplaySourceConfig.REPLAY_SPEED).value())) {
            addError(
                    CsvReplaySourceConfig.REPLAY_SPEED,
                    "needs replay.order=" + EventOrder.EVENT_TIME.settingName()
                            + ": in another order the time of the events does not go on steadily. Expected 0");
        }
    }

    private boolean windowIsEmpty() {
        String zone = text(CsvReplaySourceConfig.TIME_ZONE);
        Optional<Instant> from = InstantSetting.read(text(CsvReplaySourceConfig.REPLAY_FROM), zone);
        Optional<Instant> to = InstantSetting.read(text(CsvReplaySourceConfig.REPLAY_TO), zone);
        return from.isPresent() && to.isPresent() && !from.get().isBefore(to.get());
    }

    /** The mapping, if it and the folder are right. */
    private Optional<Mapping> checkFiles() {
        if (!areRight(CsvReplaySourceConfig.CSV_DIR, CsvReplaySourceConfig.MAPPING)) {
            return Optional.empty();
        }
        String csvDir = text(CsvReplaySourceConfig.CSV_DIR);
        CsvFolder folder;
        try {
            folder = start.roots().folder(csvDir);
        } catch (ConfigException e) {
            addError(CsvReplaySourceConfig.CSV_DIR, e);
            return Optional.empty();
        }
        Mapping mapping;
        try {
            mapping = MappingSetting.read(text(CsvReplaySourceConfig.MAPPING), start.roots(), folder);
        } catch (ConfigException e) {
            addError(CsvReplaySourceConfig.MAPPING, e);
            return Optional.empty();
        }
        SnapshotReader.problems(folder, csvDir, mapping)
                .forEach(problem -> addError(CsvReplaySourceConfig.CSV_DIR, problem));
        if (!mapping.derivesAsOf()
                && areRight(CsvReplaySourceConfig.AS_OF)
                && text(CsvReplaySourceConfig.AS_OF).isBlank()) {
            addError(CsvReplaySourceConfig.AS_OF, "is required, as the mapping has no observed time to derive it from");
        }
        if (areRight(CsvReplaySourceConfig.TOPIC)
                && mapping.mixesEntitiesWithEvents(text(CsvReplaySourceConfig.TOPIC))) {
            addError(
                    CsvReplaySourceConfig.TOPIC,
                    "is also the topic of other records of the mapping, which are no events");
        }
        return Optional.of(mapping);
    }

    private void checkTopics(Optional<Mapping> mapping) {
        if (areRight(CsvReplaySourceConfig.TOPIC, CsvReplaySourceConfig.REJECTS_TOPIC)
                && text(CsvReplaySourceConfig.TOPIC).equals(text(CsvReplaySourceConfig.REJECTS_TOPIC))) {
            addError(
                    CsvReplaySourceConfig.REJECTS_TOPIC,
                    "is the log's topic; rejected rows are no events and need a topic of their own");
            return;
        }
        if (areRight(CsvReplaySourceConfig.REJECTS_TOPIC)
                && mapping.stream()
                        .flatMap(known -> known.topics("").keySet().stream())
                        .anyMatch(text(CsvReplaySourceConfig.REJECTS_TOPIC)::equals)) {
            addError(
                    CsvReplaySourceConfig.REJECTS_TOPIC,
                    "is the topic of records of the mapping; rejected rows need a topic of their own");
            return;
        }
        if (!areRight(
                        CsvReplaySourceConfig.TOPIC,
                        CsvReplaySourceConfig.REJECTS_TOPIC,
                        CsvReplaySourceConfig.SHARDS,
                        CsvReplaySourceConfig.TOPIC_CHECK,
                        CsvReplaySourceConfig.TOPIC_CHECK_TIMEOUT_MS,
                        CsvReplaySourceConfig.ADMIN_BOOTSTRAP_SERVERS)
                || !Boolean.TRUE.equals(value(CsvReplaySourceConfig.TOPIC_CHECK).value())) {
            return;
        }
        List<String> refused = AdminSettings.refused(settings);
        if (!refused.isEmpty()) {
            addError(
                    CsvReplaySourceConfig.ADMIN_BOOTSTRAP_SERVERS,
                    "comes with settings that are not allowed here: " + String.join(", ", refused)
                            + "; allowed with the"
                            + " prefix admin. are "
                            + String.join(", ", new TreeSet<>(AdminSettings.ALLOWED))
                            + ", the JAAS configuration for the PLAIN and SCRAM modules alone");
            return;
        }
        if (text(CsvReplaySourceConfig.ADMIN_BOOTSTRAP_SERVERS).isBlank()) {
            addError(
                    CsvReplaySourceConfig.ADMIN_BOOTSTRAP_SERVERS,
                    "is required to check the topics' settings; name the brokers, or set topic.check=false");
            return;
        }
        Map<String, Boolean> topics = mapping.map(known -> known.topics(text(CsvReplaySourceConfig.TOPIC)))
                .orElse(Map.of(text(CsvReplaySourceConfig.TOPIC), true));
        TopicCheck check = new TopicCheck(
                topics,
                text(CsvReplaySourceConfig.REJECTS_TOPIC),
                number(CsvReplaySourceConfig.SHARDS),
                AdminSettings.of(settings),
                Duration.ofMillis(number(CsvReplaySourceConfig.TOPIC_CHECK_TIMEOUT_MS)));
        check.problems().forEach(problem -> addError(problem.setting(), problem.message()));
    }

    private boolean areRight(String... names) {
        return Stream.of(names)
                .map(this::value)
                .allMatch(
                        value -> value.value() != null && value.errorMessages().isEmpty());
    }

    private void addError(String name, ConfigException error) {
        value(name).addErrorMessage(String.valueOf(error.getMessage()));
    }

    private void addError(String name, String message) {
        addError(name, new ConfigException(name, value(name).value(), message));
    }

    private String text(String name) {
        return (String) Objects.requireNonNull(value(name).value());
    }

    private int number(String name) {
        return (Integer) Objects.requireNonNull(value(name).value());
    }

    private ConfigValue value(String name) {
        return values.stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no setting " + name));
    }
}
