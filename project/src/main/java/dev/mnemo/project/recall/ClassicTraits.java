package dev.mnemo.project.recall;

import dev.mnemo.project.node.Node;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the classic score asks of every node on every recall, by document and in plain arrays: a walk over nodes that
/// lie anywhere in memory would take several times as long. A document whose node is another one than before is read
/// anew.
final class ClassicTraits {
    private static final int DOCUMENTS_ROOM = 256;

    private @Nullable Node[] nodes = new Node[DOCUMENTS_ROOM];
    private String[] domains = new String[DOCUMENTS_ROOM];
    private double[] created = new double[DOCUMENTS_ROOM];
    private double[] ttlDays = new double[DOCUMENTS_ROOM];
    private double[] confirmed = new double[DOCUMENTS_ROOM];
    private double[] confidence = new double[DOCUMENTS_ROOM];
    private double[] reinforced = new double[DOCUMENTS_ROOM];
    private double[] utility = new double[DOCUMENTS_ROOM];
    private double[] priority = new double[DOCUMENTS_ROOM];
    private boolean[] drifted = new boolean[DOCUMENTS_ROOM];
    private boolean[] autoClaim = new boolean[DOCUMENTS_ROOM];

    /// Looks at a document before something is asked of it.
    @SuppressWarnings("ReferenceEquality") // a node that changed is another object, and equal ones may be read twice
    void at(int document, Node node) {
        if (document >= nodes.length) {
            grow(2 * document);
        }
        if (nodes[document] != node) {
            read(document, node);
        }
    }

    private void read(int document, Node node) {
        var meta = node.meta();
        nodes[document] = node;
        domains[document] = meta.domain();
        created[document] = node.created();
        ttlDays[document] = meta.ttlDays();
        confirmed[document] = meta.lastReinforced().orElse(node.created());
        double said = meta.confidence().orElse(ClassicScore.CONFIDENCE_UNSAID);
        confidence[document] = said == 0 ? ClassicScore.CONFIDENCE_UNSAID : said;
        reinforced[document] = meta.reinforcementCount() > 0 ? Math.min(0.2 * meta.reinforcementCount(), 1.0) : 0;
        utility[document] = ClassicScore.utility(meta.recallCount(), meta.recallHits());
        priority[document] = meta.priority();
        drifted[document] = meta.drifted();
        autoClaim[document] = meta.autoClaim();
    }

    private void grow(int room) {
        nodes = Arrays.copyOf(nodes, room);
        domains = Arrays.copyOf(domains, room);
        created = Arrays.copyOf(created, room);
        ttlDays = Arrays.copyOf(ttlDays, room);
        confirmed = Arrays.copyOf(confirmed, room);
        confidence = Arrays.copyOf(confidence, room);
        reinforced = Arrays.copyOf(reinforced, room);
        utility = Arrays.copyOf(utility, room);
        priority = Arrays.copyOf(priority, room);
        drifted = Arrays.copyOf(drifted, room);
        autoClaim = Arrays.copyOf(autoClaim, room);
    }

    String domain(int document) {
        return domains[document];
    }

    double created(int document) {
        return created[document];
    }

    double ttlDays(int document) {
        return ttlDays[document];
    }

    /// When it was last confirmed or else made.
    double confirmed(int document) {
        return confirmed[document];
    }

    /// How sure its claimer was; half if they did not say.
    double confidence(int document) {
        return confidence[document];
    }

    /// What it gains from having been confirmed.
    double reinforced(int document) {
        return reinforced[document];
    }

    /// What it gains or loses by how often it was of use.
    double utility(int document) {
        return utility[document];
    }

    double priority(int document) {
        return priority[document];
    }

    boolean drifted(int document) {
        return drifted[document];
    }

    boolean autoClaim(int document) {
        return autoClaim[document];
    }
}
