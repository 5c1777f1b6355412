package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/**
 * An error as the server states it.
 *
 * @param reason without what it quotes of a document
 */
record ServerError(int status, String type, String reason) {
    /** What comes before a quotation of a document's content in the server's reasons. */
    private static final List<String> QUOTATIONS = List.of(
            "Preview of field's value", "The prefix of the first immense term", ": For input string", ", original");

    static ServerError of(int status, byte[] body) {
        try {
            JsonNode root = JsonDocument.MAPPER.readTree(body);
            return of(status, root.path("error"));
        } catch (IOException e) {
            // A proxy in between answers in words of its own.
            return new ServerError(status, "", "");
        }
    }

    /** From the {@code error} object of a reply or of one item of it. */
    static ServerError of(int status, JsonNode error) {
        return new ServerError(
                status,
                error.path("type").asText(),
                withoutQuotation(error.path("reason").asText()));
    }

    private static String withoutQuotation(String reason) {
        int end = reason.length();
        for (String quotation : QUOTATIONS) {
            int at = reason.indexOf(quotation);
            end = at < 0 ? end : Math.min(end, at);
        }
        return reason.substring(0, end).strip();
    }

    boolean isMissingIndex() {
        return type.equals("index_not_found_exception") || reason.startsWith("no write index is defined for alias");
    }

    /** Whether an administrator or a full disk stops writes to the index for now. */
    boolean isBlock() {
        return type.equals("cluster_block_exception") || type.equals("index_closed_exception");
    }

    @Override
    public String toString() {
        return "status " + status + (type.isEmpty() ? "" : " " + type) + (reason.isEmpty() ? "" : ": " + reason);
    }
}
