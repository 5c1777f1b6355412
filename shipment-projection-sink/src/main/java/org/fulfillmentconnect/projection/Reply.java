package org.fulfillmentconnect.projection;

import java.io.IOException;
import org.apache.kafka.connect.errors.ConnectException;

/** What the server answered, whether it did what it was asked for or not. */
// Never compared or printed; the bytes are parsed as they are.
@SuppressWarnings("ArrayRecordComponent")
record Reply(int status, byte[] body) {
    private static final int REDIRECTIONS = 300;
    static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TIMEOUT = 408;
    static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    boolean isOk() {
        return status < REDIRECTIONS;
    }

    /**
     * Whether the same request may work later: also where an administrator or a full disk blocks the cluster for now, or a
     * proxy in between knows no server for a moment.
     */
    boolean isTemporary() {
        return isTemporary(status)
                || (status == FORBIDDEN && error().isBlock())
                || (status == NOT_FOUND && !isNotFound());
    }

    /** Whether Elasticsearch itself says that there is no such thing, not a proxy in between. */
    boolean isNotFound() {
        return status == NOT_FOUND && statesError();
    }

    private boolean statesError() {
        try {
            return JsonDocument.MAPPER.readTree(body).has("error");
        } catch (IOException e) {
            return false;
        }
    }

    /** The same of a status alone. */
    static boolean isTemporary(int status) {
        return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS;
    }

    ServerError error() {
        return ServerError.of(status, body);
    }

    /**
     * This reply, if the server did what it was asked for.
     *
     * @param what the request in words, for messages
     * @throws UnavailableException if the same request may work later
     * @throws ConnectException if it never will: the credentials do not allow it, or the server does not understand it
     */
    Reply orThrow(String what) throws UnavailableException {
        if (isOk()) {
            return this;
        }
        if (isTemporary()) {
            throw new UnavailableException(what + ": " + error(), null);
        }
        throw refusal(what);
    }

    /** Why the server will never do it. */
    ConnectException refusal(String what) {
        return switch (status) {
            case UNAUTHORIZED ->
                new RefusedException("Elasticsearch refuses the credentials (401): check "
                        + ShipmentProjectionSinkConfig.CONNECTION_USERNAME + " and "
                        + ShipmentProjectionSinkConfig.CONNECTION_PASSWORD + ", or "
                        + Credentials.API_KEY);
            case FORBIDDEN ->
                new RefusedException("Elasticsearch does not allow this user to " + what + " (403): " + error());
            default -> new ConnectException("Elasticsearch refuses to " + what + ": " + error());
        };
    }
}
