/**
 * The shared vocabulary of the pipeline: what an event, its owner, its state and a verdict mean.
 *
 * <p>No Connect runtime and no I/O; everything here is immutable and safe for use by several threads.
 */
@NullMarked
package org.fulfillmentconnect.model;

import org.jspecify.annotations.NullMarked;
