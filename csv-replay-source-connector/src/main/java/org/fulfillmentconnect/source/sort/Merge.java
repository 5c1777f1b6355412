package org.fulfillmentconnect.source.sort;

import java.io.IOException;
import java.util.List;

/** Sorted entries from several sorted ones: a heap by their current entries. */
final class Merge implements Entries {
    private final Entries[] heap;
    private int size;
    private boolean started;

    private Merge(List<Entries> sorted) {
        heap = sorted.toArray(Entries[]::new);
    }

    static Entries of(List<Entries> sorted) {
        return sorted.size() == 1 ? sorted.get(0) : new Merge(sorted);
    }

    @Override
    public boolean next() throws IOException {
        if (!started) {
            started = true;
            start();
        } else if (size > 0) {
            if (!heap[0].next()) {
                heap[0] = heap[--size];
            }
            sink(0);
        }
        return size > 0;
    }

    private void start() throws IOException {
        for (Entries entries : heap) {
            if (entries.next()) {
                heap[size++] = entries;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    private void sink(int from) {
        int at = from;
        Entries entries = heap[at];
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1].compareKeys(heap[child]) < 0) {
                child++;
            }
            if (entries.compareKeys(heap[child]) <= 0) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = entries;
    }

    @Override
    public byte[] array() {
        return heap[0].array();
    }

    @Override
    public int keyStart() {
        return heap[0].keyStart();
    }

    @Override
    public int keyEnd() {
        return heap[0].keyEnd();
    }

    @Override
    public int valueEnd() {
        return heap[0].valueEnd();
    }

    @Override
    public void close() throws IOException {
        for (Entries entries : heap) {
            entries.close();
        }
    }
}
