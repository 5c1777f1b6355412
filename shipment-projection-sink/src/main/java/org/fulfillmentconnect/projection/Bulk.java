package org.fulfillmentconnect.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticsearch.client.Request;

/** Writes to one index that go in one request. */
final class Bulk {
    private static final byte[] LINE_BREAK = {'\n'};

    /** With {@code require_alias} a deleted index never comes back by itself, without its mappings. */
    private static final String REQUIRE_ALIAS = "require_alias";

    /** The answer has nothing else: the server is spared writing it, the worker reading it. */
    private static final String FILTER_PATH = "filter_path";

    private static final String OUTCOME = "items.*.status,items.*.error.type,items.*.error.reason";
    private static final String VERSION = ",items.*._seq_no,items.*._primary_term";

    private final IndexName index;
    private final List<Write> writes = new ArrayList<>();
    private final List<byte[]> lines = new ArrayList<>();
    private int bytes;

    Bulk(IndexName index) {
        this.index = index;
    }

    void add(Write write) {
        writes.add(write);
        append(write.action());
        append(LINE_BREAK);
        append(write.source());
        append(LINE_BREAK);
    }

    private void append(byte[] part) {
        lines.add(part);
        bytes += part.length;
    }

    IndexName index() {
        return index;
    }

    List<Write> writes() {
        return writes;
    }

    int bytes() {
        return bytes;
    }

    Request request() {
        boolean wantsVersion = writes.stream().anyMatch(Write::wantsVersion);
        return ElasticsearchClient.bulk(
                "/" + index.writeAlias() + "/_bulk",
                Map.of(REQUIRE_ALIAS, "true", FILTER_PATH, wantsVersion ? OUTCOME + VERSION : OUTCOME),
                new PartsEntity(lines, bytes));
    }
}
