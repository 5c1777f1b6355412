package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.ConnectRestException;

/** Looks twice a second whether a connector and all of its tasks run, for as long as it is open. */
final class StatusWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;

    private final ConnectRest rest;
    private final String connector;
    private final int tasks;
    private final Thread thread = new Thread(this::lookOnAndOn, "status-watch");
    private int looks;
    private final List<String> others = new ArrayList<>();

    /** @param tasks how many there are */
    StatusWatch(ConnectRest rest, String connector, int tasks) {
        this.rest = rest;
        this.connector = connector;
        this.tasks = tasks;
        thread.setDaemon(true);
        thread.start();
    }

    private void lookOnAndOn() {
        try {
            while (true) {
                look();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look() {
        try {
            JsonNode status = rest.status(connector);
            note(areRunning(status, tasks), status.toString());
        } catch (ConnectRestException e) {
            note(false, String.valueOf(e.getMessage()));
        }
    }

    private synchronized void note(boolean running, String found) {
        looks++;
        if (!running) {
            others.add(found);
        }
    }

    /** Whether a status is that of a running connector with so many tasks, all running. */
    static boolean areRunning(JsonNode status, int tasks) {
        int running = 0;
        for (JsonNode task : status.path("tasks")) {
            running += isRunning(task) ? 1 : 0;
        }
        return isRunning(status.path("connector"))
                && running == tasks
                && status.path("tasks").size() == tasks;
    }

    /**
     * Whether a status is that of a connector that is stopped and whose tasks have ended. The last word of a zombie's task,
     * that it is unassigned, can come after the worker has forgotten the task, and stays then.
     */
    static boolean isStopped(JsonNode status) {
        boolean ended = true;
        for (JsonNode task : status.path("tasks")) {
            ended &= is("UNASSIGNED", task);
        }
        return ended && is("STOPPED", status.path("connector"));
    }

    private static boolean isRunning(JsonNode part) {
        return is("RUNNING", part);
    }

    private static boolean is(String state, JsonNode part) {
        return part.path("state").asText().equals(state);
    }

    /** Whether every look found all of them running. */
    synchronized boolean alwaysRunning() {
        return looks > 0 && others.isEmpty();
    }

    /** For people. */
    @Override
    public synchronized String toString() {
        return "%d looks, %s".formatted(looks, others.isEmpty() ? "all running" : "others: " + others);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
