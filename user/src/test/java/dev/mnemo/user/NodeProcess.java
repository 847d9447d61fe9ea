package dev.mnemo.user;

import dev.mnemo.kernel.embed.HashEmbedder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// A node of its own process: writes messages of several people without end, each with a fact of its own, says the id
/// of each when it is kept, and does the work that waits.
final class NodeProcess {
    static final int USERS = 3;
    static final Duration LEASE = Duration.ofSeconds(2);

    private NodeProcess() {}

    static NeuroMemory open(String address) {
        return NeuroMemory.builder(address, InstantSource.system(), new SecureRandom())
                .embedding(new HashEmbedder(16))
                .leaseTime(LEASE)
                .poolSize(4)
                .open();
    }

    static String user(int number) {
        return "User " + number % USERS;
    }

    /// @param arguments the address of the database; the name of the node
    public static void main(String[] arguments) {
        var memory = open(arguments[0]);
        System.out.println("ready");
        for (int i = 0; ; i++) {
            var message = memory.ingest(user(i), "user", "I collect stamps " + i + " of " + arguments[1] + ".", "talk");
            System.out.println("ok " + i % USERS + " " + message.id() + " .");
        }
    }
}
