package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of one schema, over one connection that is opened when it is needed. Used by one thread. */
final class KpiStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KpiStore.class);
    private static final int ATTEMPTS = 5;

    private final ConnectionSource connections;
    private final KpiSchema schema;
    private final boolean createsTables;
    private final PinnedSettings pinned;
    private final KpiTransaction transaction;
    private final Continuity continuity;
    private final Progress progress;
    private @Nullable Connection connection;

    /** @param createsTables whether missing or older tables are to be brought up to date */
    KpiStore(
            ConnectionSource connections,
            KpiSchema schema,
            boolean createsTables,
            PinnedSettings pinned,
            KpiTransaction transaction,
            Continuity continuity,
            Progress progress) {
        this.connections = connections;
        this.schema = schema;
        this.createsTables = createsTables;
        this.pinned = pinned;
        this.transaction = transaction;
        this.continuity = continuity;
        this.progress = progress;
    }

    static KpiStore of(LaneKpiSinkConfig config, ConnectionSource connections, Progress progress) {
        StoredPositions positions = new StoredPositions(config.schema());
        return new KpiStore(
                connections,
                new KpiSchema(config.schema(), Migration.all()),
                config.createsTables(),
                new PinnedSettings(config.schema(), config.timeZone()),
                new KpiTransaction(config.schema(), config.timeZone(), positions),
                new Continuity(positions),
                progress);
    }

    /**
     * Connects, and brings the tables up to date where that is its task, unless that has been done.
     *
     * @throws RetriableException if the database is away
     * @throws ConnectException if the tables cannot be used: other settings, a newer version, missing rights
     */
    void open() {
        try {
            opened();
        } catch (SQLException e) {
            throw failure("cannot open the KPI tables", e);
        }
    }

    /**
     * Merges these facts into the tables in one transaction. If it throws, nothing is known to be stored;
     * merging the same facts again does no harm.
     *
     * <p>A connection may have been cut while nothing was to be written. Where an older one turns out to be gone, the first
     * attempt on a new one follows at once.
     *
     * @return what it changed
     * @throws RejectedValueException if the server refuses a value
     * @throws GapException if records before these are not stored
     * @throws TookTooLongException if the server gave up
     * @throws RetriableException if the database is away
     * @throws ConnectException if trying again would not help
     */
    KpiTransaction.Merged merge(FactBatch batch) throws RejectedValueException, GapException {
        boolean isNew = connection == null;
        int attempt = 1;
        while (true) {
            boolean began = false;
            try {
                Connection current = begun();
                continuity.check(current, batch.spans());
                began = true;
                KpiTransaction.Merged merged = transaction.merge(current, batch);
                current.commit();
                return merged;
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e);
                if (!isNew && SqlFailure.lostSession(e)) {
                    LOG.debug("The connection was lost; trying a new one", e);
                    isNew = true;
                    close();
                } else if (began && failure == SqlFailure.REPEAT && attempt < ATTEMPTS) {
                    LOG.debug("Transaction attempt {} gave way to another one", attempt, e);
                    attempt++;
                    progress.repeated();
                    rollBack();
                } else if (began && failure == SqlFailure.BAD_DATA) {
                    rollBack();
                    throw new RejectedValueException(e);
                } else {
                    throw failure("cannot write the KPIs" + (attempt > 1 ? " after " + attempt + " attempts" : ""), e);
                }
            } catch (GapException e) {
                rollBack();
                throw e;
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }
    }

    /**
     * Prunes among the next orders by id, in one transaction.
     *
     * @throws RetriableException if the database is away
     * @throws ConnectException if trying again would not help
     */
    FactPruning.Page prune(FactPruning pruning, String afterOrderId) {
        try {
            Connection current = begun();
            FactPruning.Page page = pruning.prune(current, afterOrderId);
            current.commit();
            return page;
        } catch (SQLException e) {
            throw failure("cannot prune the facts", e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A connection on which a transaction has begun that keeps the tables as they are. */
    private Connection begun() throws SQLException {
        Connection current = opened();
        if (pinned.stillHold(current)) {
            return current;
        }
        // The tables were rebuilt meanwhile, perhaps by another release or for another time zone.
        close();
        current = opened();
        if (pinned.stillHold(current)) {
            return current;
        }
        throw new SQLException("the tables are being rebuilt", "55000");
    }

    private Connection opened() throws SQLException {
        Connection current = connection;
        if (current != null) {
            return current;
        }
        Connection created = connections.connect();
        try {
            if (createsTables) {
                schema.migrate(created);
            } else {
                schema.requireLatest(created);
            }
            pinned.pinOrCheck(created);
            created.commit();
        } catch (SQLException | RuntimeException e) {
            created.close();
            throw e;
        }
        connection = created;
        continuity.forget();
        return created;
    }

    /** These partitions go to another task. */
    void forget(Collection<TopicPartition> partitions) {
        continuity.forget(partitions);
    }

    private void rollBack() {
        try {
            if (connection != null) {
                connection.rollback();
            }
        } catch (SQLException e) {
            LOG.debug("The rollback failed; the connection is given up", e);
            close();
        }
    }

    /** The exception that tells Connect what to do. The session is given up: it may be the reason. */
    private ConnectException failure(String what, SQLException error) {
        close();
        String message = what + " (SQLSTATE " + error.getSQLState() + "): " + SqlFailure.reason(error);
        return switch (SqlFailure.of(error)) {
            // Bad data, where no record was sent: a setting of the connection that the server refuses.
            case STOP, BAD_DATA -> new ConnectException(message, error);
            case TOO_LONG -> new TookTooLongException(message, error);
            case WAIT, REPEAT -> new RetriableException(message, error);
        };
    }

    @Override
    public void close() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                LOG.debug("The connection did not close cleanly", e);
            }
        }
    }
}
