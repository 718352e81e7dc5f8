package covenant.embedded.kafka;

import java.nio.file.Path;

/** The configuration of a single broker that is its own controller (KRaft), on the loopback interface. */
final class ServerProperties {

    private ServerProperties() {}

    static String of(KafkaSettings settings, int controllerPort) {
        Path logs = settings.dataDirectory().toAbsolutePath().resolve("log");
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.bootstrap.servers=127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d%4$s
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d%5$s
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,DETOUR:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                default.replication.factor=1
                min.insync.replicas=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                group.coordinator.threads=1
                num.network.threads=2
                num.io.threads=4
                num.recovery.threads.per.data.dir=2
                log.cleaner.dedupe.buffer.size=33554432
                log.retention.ms=-1
                log.retention.bytes=-1
                offsets.retention.minutes=525600
                message.max.bytes=1048588
                controlled.shutdown.enable=true
                """.formatted(
                        settings.port(),
                        controllerPort,
                        logs,
                        settings.detour().map(way -> detour(way.port())).orElse(""),
                        settings.detour().map(way -> detour(way.advertised())).orElse(""));
    }

    private static String detour(int port) {
        return ",DETOUR://127.0.0.1:" + port;
    }
}
