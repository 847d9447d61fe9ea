import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.ProjectOptions;
import dev.mnemo.project.claim.ClaimRequest;
import dev.mnemo.project.claim.NewClaim;
import dev.mnemo.project.code.SourceOutline;
import dev.mnemo.project.recall.Recall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/// The project memory as a library: remember a decision, recall it, correct it.
///
///     java -cp 'app/target/distribution/mnemo-0.1.0/lib/*' examples/Remember.java
void main() throws Exception {
    Path folder = Files.createTempDirectory("remember");
    var options = new ProjectOptions(
            folder,
            folder.resolve(".mnemo"),
            folder.resolve("global"),
            folder.resolve("projects.json"),
            ProjectOptions.RECALL_BUDGET_CHARS,
            ProjectOptions.COMPRESS_INTERVAL_TURNS,
            Optional.empty(), // an embedder; without one, recall goes by words
            SourceOutline.COMMENTS_ONLY,
            Optional.empty(), // a language model; nothing needs one
            InstantSource.system(),
            new SecureRandom());
    try (var memory = ProjectMemory.open(options, _ -> EventLog.NONE)) {
        var project = memory.current();
        project.claims().claim(ClaimRequest.of(NewClaim.of("Sessions live in Redis because the web tier is stateless", "decisions")));
        var recalled = project.recall().recall(new Recall.Request("Where do sessions live?", "", 0, false));
        recalled.hits().forEach(hit -> IO.println(hit.addr() + "  " + hit.text() + "  (" + hit.why() + ")"));
    }
}
