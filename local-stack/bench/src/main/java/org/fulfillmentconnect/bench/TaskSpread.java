package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which tasks run where, as the statuses of connectors say.
 *
 * @param running tasks by worker
 * @param others tasks, and connectors, that do not run
 */
record TaskSpread(Map<String, Integer> running, int others) {

    static TaskSpread of(List<JsonNode> statuses) {
        Map<String, Integer> running = new TreeMap<>();
        int others = 0;
        for (JsonNode status : statuses) {
            others += isRunning(status.path("connector")) ? 0 : 1;
            for (JsonNode task : status.path("tasks")) {
                if (isRunning(task)) {
                    running.merge(task.path("worker_id").asText(), 1, Integer::sum);
                } else {
                    others++;
                }
            }
        }
        return new TaskSpread(running, others);
    }

    /** Whether all of so many tasks run on so many workers, none of which has two more than another. */
    boolean isEven(int tasks, int workers) {
        return others == 0
                && running.size() == workers
                && running.values().stream().mapToInt(Integer::intValue).sum() == tasks
                && Collections.max(running.values()) - Collections.min(running.values()) <= 1;
    }

    private static boolean isRunning(JsonNode part) {
        return part.path("state").asText().equals("RUNNING");
    }
}
