package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticsearch.client.Request;

/** Writes to one index that go in one request. */
final class Bulk {
    private static final int LINE_BREAK = '\n';

    /** With {@code require_alias} a deleted index never comes back by itself, without its mappings. */
    private static final Map<String, String> PARAMETERS = Map.of(
            "require_alias",
            "true",
            "filter_path",
            "items.*.status,items.*._seq_no,items.*._primary_term,items.*.error.type,items.*.error.reason");

    private final IndexName index;
    private final List<Write> writes = new ArrayList<>();
    private final ByteArrayBuilder lines = new ByteArrayBuilder();

    Bulk(IndexName index) {
        this.index = index;
    }

    void add(Write write) {
        writes.add(write);
        lines.write(write.action());
        lines.write(LINE_BREAK);
        lines.write(write.source());
        lines.write(LINE_BREAK);
    }

    List<Write> writes() {
        return writes;
    }

    int bytes() {
        return lines.size();
    }

    /** The request; to be asked for once. */
    Request request() {
        return ElasticsearchClient.bulk("/" + index.writeAlias() + "/_bulk", PARAMETERS, lines.getClearAndRelease());
    }
}
