package org.fulfillmentconnect.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one task does.
 *
 * @param number which task, from 0
 * @param shards the shards it writes; each is written by one task
 */
record TaskAssignment(int number, List<Integer> shards) {
    private static final String NUMBER = "task.number";
    private static final String SHARDS = "task.shards";

    /** The shards dealt to as many tasks as wanted and useful. */
    static List<TaskAssignment> deal(int shards, int maxTasks) {
        int tasks = Math.min(shards, maxTasks);
        List<TaskAssignment> assignments = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            List<Integer> own = new ArrayList<>();
            for (int shard = task; shard < shards; shard += tasks) {
                own.add(shard);
            }
            assignments.add(new TaskAssignment(task, List.copyOf(own)));
        }
        return assignments;
    }

    /** Whether this task writes the rejects too: one task does. */
    boolean writesRejects() {
        return shards.contains(0);
    }

    /** The connector's settings with this assignment. */
    Map<String, String> addTo(Map<String, String> connectorSettings) {
        Map<String, String> settings = new HashMap<>(connectorSettings);
        settings.put(NUMBER, Integer.toString(number));
        settings.put(SHARDS, shards.stream().map(String::valueOf).collect(Collectors.joining(",")));
        return settings;
    }

    static TaskAssignment of(Map<String, String> taskSettings) {
        return new TaskAssignment(
                Integer.parseInt(taskSettings.getOrDefault(NUMBER, "")),
                Stream.of(taskSettings.getOrDefault(SHARDS, "").split(",", -1))
                        .map(Integer::valueOf)
                        .toList());
    }
}
