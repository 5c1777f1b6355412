@NullMarked
package org.fulfillmentconnect.kpi;

import org.jspecify.annotations.NullMarked;
