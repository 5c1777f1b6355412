package org.fulfillmentconnect.quickstart;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a synthetic snapshot of any size. */
public final class SampleCommand {
    /** Of the sample that the project ships. */
    static final int SAMPLE_ORDERS = 2_000;

    static final long SAMPLE_SEED = 1;

    private SampleCommand() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 1 || args.length > 3) {
            System.err.println("usage: local-stack/bin/generate-snapshot DIR [ORDERS [SEED]]");
            System.exit(2);
        }
        int orders = args.length > 1 ? Integer.parseInt(args[1]) : SAMPLE_ORDERS;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : SAMPLE_SEED;
        new SnapshotGenerator(orders, seed).writeTo(Path.of(args[0]));
        System.out.println("Wrote " + orders + " orders to " + args[0]);
    }
}
