import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.recall.Cue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A chat loop with a memory, without a key and without a server: it learns by rules what people say of themselves,
/// recalls, corrects itself, travels in time and forgets. Lines come from the keyboard if there is a terminal, else from
/// the conversation below.
///
///     java -cp 'app/target/distribution/mnemo-0.1.0/lib/*' examples/ChatMemory.java
static final String USER = "ann";
static final List<String> CONVERSATION = List.of(
        "I live in Berlin, and my dog is called Behemoth",
        "I play chess on Tuesdays and I love green tea",
        "Actually, I moved to Porto last week",
        "If I had time I would learn to sail",
        "Where do I live?",
        "/before Where do I live?",
        "What is the name of my dog?",
        "/undo",
        "Where do I live?",
        "/history",
        "/digest",
        "/forget",
        "What is the name of my dog?");

void main() throws Exception {
    Path folder = Files.createTempDirectory("chat-memory");
    var clock = InstantSource.system();
    try (var memory = NeuroMemory.builder(folder.resolve("memory.db").toString(), clock, new SecureRandom()).open()) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        if (terminal) {
            IO.println("Talk to me; /before QUESTION, /undo, /history, /digest, /forget, or an empty line to end.");
            for (var line = IO.readln("> "); line != null && !line.isBlank(); line = IO.readln("> ")) {
                answer(memory, line);
            }
        }
        for (var line : terminal ? List.<String>of() : CONVERSATION) {
            IO.println("> " + line);
            answer(memory, line);
        }
    }
}

/// The moment just before the last correction.
Instant before = Instant.EPOCH;

void answer(NeuroMemory memory, String line) {
    if (line.equals("/forget")) {
        var certificate = memory.deleteUserData(USER);
        IO.println("  forgotten: " + certificate.counts().get("messages") + " messages, certificate "
                + certificate.hash().substring(0, 12) + ", nothing left: "
                + memory.verifyErasure(USER).isClean());
    } else if (line.equals("/undo")) {
        var done = memory.rollbackMemories(USER, before);
        IO.println("  back to what I believed before: " + done.rolledBack() + " dropped, " + done.reactivated()
                + " believed again");
    } else if (line.equals("/history")) {
        memory.memories().list(USER, List.of(MemoryType.FACT), 10, 0).items().stream()
                .filter(fact -> fact.slot().filter(slot -> slot.attribute().equals("home")).isPresent())
                .flatMap(fact -> memory.memories().history(USER, fact.id()).stream())
                .forEach(entry -> IO.println("  " + entry.event() + ": " + entry.oldContent().orElse("-") + " > "
                        + entry.newContent().orElse("-")));
    } else if (line.equals("/digest")) {
        memory.digest(USER).insights().forEach(insight -> IO.println("  " + insight.content()));
    } else if (line.startsWith("/before ")) {
        tell(memory, Cue.of(line.substring("/before ".length())).withAsOf(before));
    } else if (line.endsWith("?")) {
        tell(memory, Cue.of(line));
    } else {
        learn(memory, line);
    }
}

/// Hands over what was said, and shows what was learned from it.
void learn(NeuroMemory memory, String line) {
    var known = memory.memories().list(USER, List.of(), 100, 0).items();
    var now = Instant.now();
    var message = memory.ingest(USER, "user", line, "chat");
    memory.awaitIdle(USER, Duration.ofSeconds(5));
    for (var fact : memory.memories().list(USER, List.of(), 100, 0).items()) {
        if (known.stream().noneMatch(old -> old.id().equals(fact.id()))) {
            IO.println("  noted: " + fact.content() + " (version " + fact.version().number() + ", from message "
                    + memory.memories().sources(USER, fact.id()).contains(message.id()) + ")");
            before = fact.version().number() > 1 ? now : before;
        }
    }
}

void tell(NeuroMemory memory, Cue question) {
    var hits = memory.recall(USER, question.withLimit(2)).merged();
    if (hits.isEmpty()) {
        IO.println("  (nothing comes to mind)");
    }
    hits.forEach(hit -> IO.println("  " + hit.text() + "  (" + hit.source().name().toLowerCase() + ", score "
            + Math.round(hit.score() * 100) / 100.0 + ")"));
}
