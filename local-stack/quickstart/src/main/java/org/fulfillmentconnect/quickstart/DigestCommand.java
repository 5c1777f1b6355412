package org.fulfillmentconnect.quickstart;

import java.nio.file.Path;

/** Prints the present digests of the stores that a report names. */
public final class DigestCommand {
    private DigestCommand() {}

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: local-stack/bin/digest REPORT, a file that quickstart.sh --report wrote");
            System.exit(2);
        }
        Report report = Report.read(Path.of(args[0]));
        LaneKpis kpis = new LaneKpis(report.jdbcUrl(), report.jdbcUser(), report.jdbcPassword(), "public");
        Digests.of(new Projection(report.elasticsearchUrl()), kpis)
                .forEach((store, digest) -> System.out.println(digest + "  " + store));
    }
}
