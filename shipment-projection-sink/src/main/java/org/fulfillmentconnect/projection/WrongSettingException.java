package org.fulfillmentconnect.projection;

import org.apache.kafka.connect.errors.ConnectException;

/** A setting that cannot be used. It has no cause: what a parser says of a file may quote it. */
final class WrongSettingException extends ConnectException {
    private final String setting;
    private final String reason;

    /**
     * @param setting the key of the setting that is to be mended
     * @param reason what is wrong, without secrets and without content of files
     */
    WrongSettingException(String setting, String reason) {
        super(setting + ": " + reason);
        this.setting = setting;
        this.reason = reason;
    }

    Finding finding() {
        return new Finding(setting, reason);
    }
}
