package dev.mnemo.app.ops;

import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.claim.ClaimRequest;
import dev.mnemo.project.claim.Claimed;
import dev.mnemo.project.claim.Compressed;
import dev.mnemo.project.claim.ExportRequest;
import dev.mnemo.project.claim.Exported;
import dev.mnemo.project.claim.Forgotten;
import dev.mnemo.project.claim.Imported;
import dev.mnemo.project.claim.ImportedFile;
import dev.mnemo.project.claim.Linked;
import dev.mnemo.project.claim.NewClaim;
import dev.mnemo.project.claim.Noted;
import dev.mnemo.project.claim.Reinforced;
import dev.mnemo.project.claim.Revised;
import java.util.List;

/// What changes what is known: claims, corrections, links, questions, summaries, and the ways in and out.
final class KnowledgeOps {
    private KnowledgeOps() {}

    static List<Operation<?, ?>> of(ProjectMemory memory) {
        return List.of(
                new Operation<>(
                        "memory_claim",
                        "Remember",
                        "Remember a decision, convention, gotcha or state of work as soon as it is known, with its reason; one"
                                + " fact for each claim. Give content and domain, or batch for several. Anchors tie a claim"
                                + " to code so that it is known when the code changes. chain_name starts or continues a"
                                + " thread of reasoning. A text that is known already is merged; one that was corrected"
                                + " since is refused with its correction. Secrets and <private> parts are redacted.",
                        Effect.ADDS,
                        Audience.CORE,
                        Claim.class,
                        Claimed.class,
                        input -> memory.current().claims().claim(input.request()),
                        KnowledgeText::claimed),
                new Operation<>(
                        "memory_update",
                        "Correct",
                        "Correct a node that is wrong or out of date: the new text takes its place in recall, chains and links,"
                                + " and the old one stays as history. Also answers a gap or a question.",
                        Effect.CHANGES,
                        Audience.CORE,
                        Update.class,
                        Revised.class,
                        input -> memory.current()
                                .claims()
                                .update(input.oldAddress(), input.newContent(), input.reason(), input.domain()),
                        KnowledgeText::revised),
                new Operation<>(
                        "memory_reinforce",
                        "Confirm",
                        "Confirm that a recalled node still holds, after seeing it hold, so that it stays fresh. Clears the"
                                + " mark that it may be stale.",
                        Effect.CHANGES,
                        Audience.CORE,
                        OneNode.class,
                        Reinforced.class,
                        input -> memory.current().claims().reinforce(input.address()),
                        KnowledgeText::reinforced),
                new Operation<>(
                        "memory_link",
                        "Link",
                        "Tie two nodes together when one explains, needs, blocks or contradicts the other, so that recalling one"
                                + " brings the other along.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Link.class,
                        Linked.class,
                        input -> memory.current().claims().link(input.source(), input.target(), input.rel()),
                        KnowledgeText::linked),
                new Operation<>(
                        "memory_unlink",
                        "Unlink",
                        "Cut a link between two nodes that was wrong or no longer holds.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Unlink.class,
                        Linked.class,
                        input -> memory.current().claims().unlink(input.source(), input.target(), input.rel()),
                        KnowledgeText::unlinked),
                new Operation<>(
                        "memory_gap",
                        "Record a gap",
                        "Record that something about the code base is not known yet, so that whoever learns it fills it in.",
                        Effect.ADDS,
                        Audience.ALL,
                        Gap.class,
                        Noted.class,
                        input -> memory.current().claims().gap(input.topic(), input.context()),
                        KnowledgeText::noted),
                new Operation<>(
                        "memory_ask",
                        "Ask",
                        "Record a question for a person or another agent that cannot be answered now.",
                        Effect.ADDS,
                        Audience.ALL,
                        Ask.class,
                        Noted.class,
                        input -> memory.current().claims().ask(input.question(), input.context(), input.targetAgent()),
                        KnowledgeText::noted),
                new Operation<>(
                        "memory_compress",
                        "Summarise",
                        "Replace several nodes by one summary when they repeat each other. Numbers, links, anchors, chains and"
                                + " priority are carried over; the answer tells how much of the words the summary keeps.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Compress.class,
                        Compressed.class,
                        input -> memory.current().claims().compress(input.summary(), input.addresses(), input.domain()),
                        KnowledgeText::compressed),
                new Operation<>(
                        "memory_forget",
                        "Forget",
                        "Remove what a node says for good, such as a secret or personal data; only its address stays. Use"
                                + " memory_update for what is merely wrong.",
                        Effect.REMOVES,
                        Audience.ALL,
                        Forget.class,
                        Forgotten.class,
                        input -> memory.current().claims().forget(input.address(), input.reason()),
                        KnowledgeText::forgotten),
                new Operation<>(
                        "memory_import",
                        "Import a node",
                        "Copy a node of another registered project into this one when it holds here too.",
                        Effect.ADDS,
                        Audience.ALL,
                        Import.class,
                        Imported.class,
                        input -> memory.current().claims().importNode(input.address(), input.fromProject()),
                        KnowledgeText::imported),
                new Operation<>(
                        "memory_export",
                        "Export",
                        "Write the nodes out as JSON, which memory_import_file reads, or as Markdown, which people read; as text"
                                + " or into a file of the project.",
                        Effect.CHANGES,
                        Audience.ALL,
                        Export.class,
                        Exported.class,
                        input -> memory.current()
                                .claims()
                                .export(new ExportRequest(input.format(), input.all(), input.domain(), input.file())),
                        KnowledgeText::exported),
                new Operation<>(
                        "memory_import_file",
                        "Import a file",
                        "Read a file that memory_export wrote as JSON into this project. What is known keeps its meta, and what"
                                + " was corrected here stays corrected.",
                        Effect.CHANGES,
                        Audience.ALL,
                        ImportFile.class,
                        ImportedFile.class,
                        input -> memory.current().claims().importFile(input.file()),
                        KnowledgeText::importedFile));
    }

    /// Input of `memory_claim`.
    public record Claim(
            @Param(value = "The fact and its reason, in one or two sentences.", byDefault = "")
            String content,

            @Param(
                    value = "What kind of knowledge: architecture, decisions, patterns, tasks, issues, dependencies,"
                            + " history, context, or one of your own.",
                    byDefault = "")
            String domain,

            @Param(value = "How sure you are, 0 to 1.", byDefault = "0.8")
            double confidence,

            @Param(
                    value = "Several claims at once: objects with content and domain, and optionally confidence, scope,"
                            + " anchors, priority and ttl_days.",
                    byDefault = "")
            List<Item> batch,

            @Param(value = "project, or global for what holds in every project.", byDefault = "project")
            String scope,

            @Param(
                    value = "What in the code it depends on: {type: file, path}, {type: grep, pattern, path?}, {type:"
                            + " dependency, name} or {type: content_hash, file, context_lines}.",
                    byDefault = "")
            List<Json.Obj> anchors,

            @Param(value = "How much it wants to be seen, 0 to 1; 1 shows it always.", byDefault = "0")
            double priority,

            @Param(value = "Another registered project to claim into.", byDefault = "")
            String project,

            @Param(value = "A chain that it continues.", byDefault = "")
            String chainId,

            @Param(value = "A chain that it starts or continues, by name.", byDefault = "")
            String chainName,

            @Param(value = "Keep it with this session until it is promoted.", byDefault = "false")
            boolean preliminary,

            @Param(value = "Who claims.", byDefault = "") String agentId,

            @Param(value = "Days after which it is no longer recalled; 0 means never.", byDefault = "0")
            double ttlDays) {

        ClaimRequest request() {
            var single = content.isBlank() && domain.isBlank() && anchors.isEmpty();
            List<NewClaim> claims = batch.isEmpty()
                    ? single
                            ? List.of()
                            : List.of(new NewClaim(content, domain, confidence, scope, anchors, priority, ttlDays))
                    : batch.stream().map(Item::claim).toList();
            return new ClaimRequest(claims, project.strip(), chainId, chainName, preliminary, agentId);
        }
    }

    /// One claim of a batch.
    public record Item(
            @Param(value = "The fact and its reason.", byDefault = "")
            String content,

            @Param(value = "What kind of knowledge it is.", byDefault = "")
            String domain,

            @Param(value = "How sure you are, 0 to 1.", byDefault = "0.8")
            double confidence,

            @Param(value = "project or global.", byDefault = "project")
            String scope,

            @Param(value = "What in the code it depends on.", byDefault = "")
            List<Json.Obj> anchors,

            @Param(value = "How much it wants to be seen, 0 to 1.", byDefault = "0")
            double priority,

            @Param(value = "Days after which it is no longer recalled; 0 means never.", byDefault = "0")
            double ttlDays) {
        NewClaim claim() {
            return new NewClaim(content, domain, confidence, scope, anchors, priority, ttlDays);
        }
    }

    /// Input of `memory_update`.
    public record Update(
            @Param(value = "The node to correct: its address or first digits.", min = 1)
            String oldAddress,

            @Param(value = "What holds now.", min = 1) String newContent,

            @Param(value = "Why it changed.", byDefault = "")
            String reason,

            @Param(value = "Another domain; empty keeps the old one's.", byDefault = "")
            String domain) {}

    /// One node.
    public record OneNode(
            @Param(value = "The node's address, or its first digits, as recall and search show them.", min = 1)
            String address) {}

    /// Input of `memory_link`.
    public record Link(
            @Param(value = "The node that the link begins at.", min = 1)
            String source,

            @Param(value = "The node that it points at.", min = 1)
            String target,

            @Param(
                    value = "What it says: blocks, caused_by, contradicts, depends_on, enables or relates_to.",
                    byDefault = "relates_to")
            String rel) {}

    /// Input of `memory_unlink`.
    public record Unlink(
            @Param(value = "The node that the link begins at.", min = 1)
            String source,

            @Param(value = "The node that it points at.", min = 1)
            String target,

            @Param(value = "Which relation to cut; empty cuts all between the two.", byDefault = "")
            String rel) {}

    /// Input of `memory_gap`.
    public record Gap(
            @Param(value = "What is not known.", min = 1) String topic,

            @Param(value = "Where it came up.", byDefault = "")
            String context) {}

    /// Input of `memory_ask`.
    public record Ask(
            @Param(value = "The question.", min = 1) String question,

            @Param(value = "Where it came up.", byDefault = "")
            String context,

            @Param(value = "Who should answer.", byDefault = "")
            String targetAgent) {}

    /// Input of `memory_compress`.
    public record Compress(
            @Param(value = "The summary that stands for them.", min = 1)
            String summary,

            @Param(value = "The nodes to replace.", byDefault = "")
            List<String> addresses,

            @Param(
                    value = "Without addresses: all knowledge of this domain. With them: the domain of the summary.",
                    byDefault = "")
            String domain) {}

    /// Input of `memory_forget`.
    public record Forget(
            @Param(value = "At least eight digits of the node's address.", min = 1)
            String address,

            @Param(value = "Why; do not repeat what is to be forgotten.", byDefault = "")
            String reason) {}

    /// Input of `memory_import`.
    public record Import(
            @Param(value = "The node's address in the other project.", min = 1)
            String address,

            @Param(value = "The other project's registered name.", min = 1)
            String fromProject) {}

    /// Input of `memory_export`.
    public record Export(
            @Param(
                    value = "json or markdown.",
                    byDefault = "markdown",
                    oneOf = {"json", "markdown"})
            String format,

            @Param(value = "Also inactive nodes: history and roots.", byDefault = "false")
            boolean all,

            @Param(value = "Only nodes of this domain.", byDefault = "")
            String domain,

            @Param(value = "A path inside the project to write to; empty answers with the text.", byDefault = "")
            String file) {}

    /// Input of `memory_import_file`.
    public record ImportFile(
            @Param(value = "The path of the exported file, inside the project.", min = 1)
            String file) {}
}
