/**
 * Measures plugins and tries them under faults, as their users run them: real workers that load the built plugin folders, a
 * real broker, the shipped connector JSON.
 */
@NullMarked
package org.fulfillmentconnect.bench;

import org.jspecify.annotations.NullMarked;
