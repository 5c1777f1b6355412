package org.fulfillmentconnect.projection;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one window after the other: the timeline as it is, the cards merged into what is stored. It goes on for as long
 * as the server may take what it is sent; only what no waiting mends ends it, and the task with it.
 */
final class Projector implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

    private final Backlog backlog;
    private final Indices indices;
    private final CardMerger merger;
    private final BulkSender sender;
    private final DeadLetters deadLetters;
    private final Patience patience;
    private final IndexName timeline;
    private final Progress progress = new Progress();

    Projector(
            ElasticsearchClient client,
            ShipmentProjectionSinkConfig config,
            Backlog backlog,
            CardCache cache,
            DeadLetters deadLetters,
            Patience patience) {
        this.backlog = backlog;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.timeline = config.timeline();
        this.indices = new Indices(client, config);
        this.sender = new BulkSender(client, indices);
        CardReader reader = new CardReader(client, indices, config.shipments());
        this.merger = new CardMerger(config.shipments(), reader, cache, sender, deadLetters, patience, progress);
    }

    @Override
    public void run() {
        try {
            patience.until(indices::setUp);
            patience.allDone();
            while (true) {
                Window window = backlog.take();
                project(window);
                backlog.completed(window);
                progress.stored(window.events());
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped; what is not stored yet will be delivered again");
        } catch (Throwable e) {
            // Also an error of the virtual machine: the task must not wait for ever for a thread that has ended.
            backlog.fail(e);
        }
    }

    private void project(Window window) throws InterruptedException {
        patience.until(indices::verify);
        for (TimelineUpdate update : window.timeline()) {
            sender.add(new TimelineWrite(timeline, update, deadLetters));
        }
        merger.add(window.cards());
        List<Write> again = List.of();
        do {
            for (Write write : again) {
                sender.add(write);
            }
            merger.mergeWaiting();
            again = sender.finish();
            if (again.isEmpty()) {
                patience.allDone();
            } else {
                patience.pause(sender.lastFailure());
            }
        } while (!again.isEmpty() || merger.hasWaiting());
        progress.reported(deadLetters.awaitAll());
    }
}
