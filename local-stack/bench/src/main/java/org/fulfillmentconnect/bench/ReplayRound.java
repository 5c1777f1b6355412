package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.quickstart.ReplayLog;
import org.fulfillmentconnect.stack.ConnectRest;

/**
 * The shipped replay under a name of its own: another data set to Connect, hence with no offsets yet, in topics of its own.
 *
 * @param topic the log, with the settings of the shipped one
 * @param rejects the topic of rejects, likewise
 */
record ReplayRound(String name, String topic, String rejects, int partitions, JsonNode config) {
    static final String LOG = "fulfillment-events";
    static final String REJECTS = "fulfillment-rejects";

    /** Creates the topics. */
    static ReplayRound create(BenchBroker broker, Project project, String name, Map<String, String> changes) {
        String topic = name + "-events";
        String rejects = name + "-rejects";
        int partitions = broker.createLike(LOG, topic);
        broker.createLike(REJECTS, rejects);
        ObjectNode config = ((ObjectNode) project.connector(Project.SOURCE)).deepCopy();
        config.put("name", name);
        config.put("dataset", name);
        config.put("topic", topic);
        config.put("rejects.topic", rejects);
        changes.forEach(config::put);
        return new ReplayRound(name, topic, rejects, partitions, config);
    }

    /** Follows what its tasks say from now on. */
    ReplayLog follow(Path workerLog) {
        return new ReplayLog(workerLog, name);
    }

    /** Whether all of its tasks have handed over and got acknowledged everything. */
    boolean isComplete(ReplayLog log, ConnectRest rest) {
        Map<Integer, ReplayLog.TaskProgress> tasks = log.read();
        return !tasks.isEmpty()
                && tasks.values().stream().allMatch(ReplayLog.TaskProgress::complete)
                && tasks.size() == rest.status(name).path("tasks").size();
    }

    void deleteTopics(BenchBroker broker) {
        broker.delete(topic);
        broker.delete(rejects);
    }
}
