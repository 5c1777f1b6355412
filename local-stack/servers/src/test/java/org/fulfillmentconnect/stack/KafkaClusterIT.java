package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClusterIT {
    @TempDir
    Path stack;

    @Test
    void takesTransactionsWhileOneOfItsNodesIsDeadAndTakesItBack() throws ExecutionException, InterruptedException {
        try (KafkaCluster cluster = KafkaCluster.start(stack, 256);
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("things", Optional.empty(), Optional.empty())))
                    .all()
                    .get();
            KafkaBroker any = cluster.brokers().get(0);
            any.kill();
            produceInATransaction(cluster);
            any.start();
            cluster.awaitInSync();

            assertThat(admin.describeTopics(List.of("things", "__transaction_state"))
                            .allTopicNames()
                            .get()
                            .values())
                    .flatExtracting(TopicDescription::partitions)
                    .allSatisfy(partition -> assertThat(partition.isr()).hasSize(3));
        }
    }

    private static void produceInATransaction(KafkaCluster cluster) throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "transactional.id", "the-only-one");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("things", "a thing")).get();
            producer.commitTransaction();
        }
    }
}
