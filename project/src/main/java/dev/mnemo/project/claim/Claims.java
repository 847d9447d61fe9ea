package dev.mnemo.project.claim;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.List;

/// Everything that changes what is known: claims, corrections, confirmations, links, questions, summaries, and
/// the ways into and out of a store. Every text passes a check for secrets on its way in, and every answer says
/// what was taken out. A mistake of the caller is a {@link dev.mnemo.kernel.fault.Refusal} and changes nothing.
public final class Claims {
    /// The longest content of a node, in characters.
    public static final int CONTENT_CHARS_MAX = 20_000;

    /// The longest reason, topic, question or context, in characters.
    public static final int REASON_CHARS_MAX = 2_000;

    /// The longest name of a chain or an agent, in characters.
    public static final int NAME_CHARS_MAX = 200;

    /// The longest domain, in characters.
    public static final int DOMAIN_CHARS_MAX = 64;

    /// Claims in one batch.
    public static final int BATCH_MAX = 500;

    /// Anchors of one claim.
    public static final int ANCHORS_MAX = 100;

    /// The longest lifetime that can be given, in days.
    public static final int TTL_DAYS_MAX = 36_500;

    private final Desk desk;
    private final Claiming claiming;
    private final Revision revision;
    private final Forgetting forgetting;
    private final Linking linking;
    private final Questions questions;
    private final Transfer transfer;
    private final Adopting adopting;
    private final Stashing stashing;
    private final Rebase rebase;

    /// @param desk what claims work with
    public Claims(Desk desk) {
        this.desk = desk;
        this.claiming = new Claiming(desk);
        this.revision = new Revision(desk);
        this.forgetting = new Forgetting(desk);
        this.linking = new Linking(desk);
        this.questions = new Questions(desk);
        this.transfer = new Transfer(desk);
        this.adopting = new Adopting(desk);
        this.stashing = new Stashing(desk);
        this.rebase = new Rebase(desk);
    }

    /// Remembers one or more things. A text that is known already keeps its links, counters, chains and anchors
    /// and gains what is new. A text that was corrected since is refused with the address of its correction. Of
    /// a batch, a claim that is refused is skipped and named; the others are stored.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if nothing could be stored
    public Claimed claim(ClaimRequest request) {
        return claiming.claim(request);
    }

    /// Corrects a node: the new text takes its place in recall, chains and links; the old one stays as history.
    ///
    /// @param reason why, or empty
    /// @param domain another domain, or empty for the old one's
    /// @throws dev.mnemo.kernel.fault.Refusal if the node is not current; the sentence names what took its place
    public Revised update(String oldAddress, String newContent, String reason, String domain) {
        return revision.update(oldAddress, newContent, reason, domain);
    }

    /// Confirms that a node still holds; clears the mark that it may be stale.
    public Reinforced reinforce(String address) {
        return revision.reinforce(address);
    }

    /// Ties two nodes of one store together. An end that was corrected moves to its correction.
    ///
    /// @param relation one of {@link dev.mnemo.project.node.Relation}
    public Linked link(String source, String target, String relation) {
        return linking.link(source, target, relation);
    }

    /// Cuts a link, or all between two nodes.
    ///
    /// @param relation which, or empty for all
    /// @throws dev.mnemo.kernel.fault.Refusal if there is none; the sentence names those there are
    public Linked unlink(String source, String target, String relation) {
        return linking.unlink(source, target, relation);
    }

    /// Records that nobody knows something yet.
    public Noted gap(String topic, String context) {
        return questions.gap(topic, context);
    }

    /// Records a question for somebody.
    ///
    /// @param targetAgent who should answer, or empty for anybody
    public Noted ask(String question, String context, String targetAgent) {
        return questions.ask(question, context, targetAgent);
    }

    /// Replaces nodes by one summary that keeps what they were tied to.
    ///
    /// @param addresses the nodes; empty for all knowledge of a domain
    /// @param domain the domain of the summary; empty for the commonest among the nodes
    public Compressed compress(String summary, List<String> addresses, String domain) {
        return revision.compress(summary, addresses, domain);
    }

    /// Removes what a node says for good; only its address stays. Summaries lose the clauses they kept of it, letters
    /// between sessions the lines that quote it, event logs the texts that repeat it. Other nodes that say the same
    /// are named and stay.
    ///
    /// @param address at least eight digits
    public Forgotten forget(String address, String reason) {
        return forgetting.forget(address, reason);
    }

    /// Copies one node of another project into this one.
    public Imported importNode(String address, String fromProject) {
        return transfer.importNode(address, fromProject);
    }

    /// Writes nodes out, as a text or into a file of the project.
    public Exported export(ExportRequest request) {
        return transfer.export(request);
    }

    /// Reads a file that {@link #export} wrote as JSON. What is known keeps its own meta; what was corrected here
    /// stays corrected.
    ///
    /// @param file a path inside the project
    public ImportedFile importFile(String file) {
        return transfer.importFile(file);
    }

    /// Takes over what another memory knew. What is known keeps everything it has; what was corrected, summarised or
    /// forgotten here stays so.
    ///
    /// @param known at most {@link #BATCH_MAX}
    /// @param source what the other memory is called
    /// @param dryRun whether to say only what would happen
    /// @return what became of each, in order
    public List<Adoption> adopt(List<Adopted> known, String source, boolean dryRun) {
        return adopting.adopt(known, source, dryRun);
    }

    /// Keeps a chain back from recall: those of its nodes that no other active chain needs.
    ///
    /// @param chainId its id or the beginning of it
    /// @param reason why, or empty
    public Stashed stash(String chainId, String reason) {
        return stashing.stash(chainId, reason);
    }

    /// Brings a stashed chain back. Nodes that were corrected, summarised or forgotten meanwhile stay away.
    public Stashed stashPop(String chainId) {
        return stashing.pop(chainId);
    }

    /// Finds what depends on a node that changed and, unless it is a dry run, flags it as possibly stale until
    /// somebody updates or reinforces it.
    public Rebased rebase(String address, boolean dryRun) {
        return rebase.rebase(address, dryRun);
    }

    /// Makes preliminary chains of the session part of the project.
    ///
    /// @param chainId which one; may be empty if `all`
    /// @param all whether all that are waiting
    public Promoted promote(String chainId, boolean all) {
        if (chainId.isBlank() && !all) {
            throw new Refusal("Give the chain_id of a preliminary chain, or all_preliminary=true.");
        }
        var chains = all
                ? desk.sessionStore().promoteAll()
                : List.of(desk.sessionStore().promoteChain(chainId.strip()));
        desk.emit("promote", chains.size() + " chains", List.of(), "", Json.Obj.EMPTY);
        return new Promoted(chains.stream()
                .map(chain -> new Promoted.Chain(
                        chain.chainId(), chain.summary(), chain.nodes().size()))
                .toList());
    }
}
