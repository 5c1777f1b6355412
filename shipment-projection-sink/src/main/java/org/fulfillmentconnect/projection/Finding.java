package org.fulfillmentconnect.projection;

/**
 * What is wrong, in words of the setting that is to be mended.
 *
 * @param setting the key of that setting
 */
record Finding(String setting, String message) {}
