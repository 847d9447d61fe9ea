package dev.mnemo.user.digest;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.user.digest.Cycles.Range;
import dev.mnemo.user.digest.EmotionProfile.Wording;
import dev.mnemo.user.fact.Memories;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.store.Owner;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at what is new and writes down what it says as a whole: insights and mood. The watermark moves with what was
/// written, in the same transaction, so that a failure loses nothing and two digests at once do nothing twice.
public final class Digest {
    /// The lane of digests that are due.
    public static final String LANE = "digest";

    /// Memories that are looked at at once, if nobody says otherwise.
    public static final int BATCH_DEFAULT = 50;

    /// Memories that are looked at at once at most.
    public static final int BATCH_MAX = 500;

    /// How often a digest begins anew because another one was quicker.
    private static final int ATTEMPTS_MAX = 10;

    private static final String ACTOR = "digest";

    private final Store store;
    private final Memories memories;
    private final Optional<LanguageModel> model;

    public Digest(Store store, Memories memories, Optional<LanguageModel> model) {
        this.store = store;
        this.memories = memories;
        this.model = model;
    }

    /// What somebody found in new material.
    ///
    /// @param mood how to put the mood
    record Found(List<NewMemory> insights, Wording mood) {}

    /// One batch, looked at and not yet written.
    record Batch(Material material, Found found) {}

    /// Looks at everything that is new, batch by batch, and waits for the end. If the model fails, what was done before
    /// stays done, and the rest is new to the next digest.
    ///
    /// @param batchSize memories that are looked at at once, 1 to 500
    public DigestResult run(Owner owner, int batchSize) {
        if (batchSize < 1 || batchSize > BATCH_MAX) {
            throw new Refusal("The batch size is " + batchSize + "; it is 1 to " + BATCH_MAX + ".");
        }
        int analyzed = 0;
        int messages = 0;
        var insights = new ArrayList<Memory>();
        int lost = 0;
        while (true) {
            var batch = look(owner, batchSize);
            if (batch.isEmpty()) {
                break;
            }
            var written = store.writeIfKnown(owner, person -> write(person, batch.get(), "asked"))
                    .flatMap(done -> done);
            if (written.isPresent()) {
                analyzed += batch.get().material().memories().size();
                messages += batch.get().material().messages().size();
                insights.addAll(written.get());
            } else if (++lost > ATTEMPTS_MAX) {
                throw new MnemoException(
                        Fault.STORE_BUSY, "Other digests of this user were always quicker.", "Try again later.");
            }
        }
        return new DigestResult(
                analyzed,
                messages,
                insights.size(),
                insights,
                store.read(owner, EmotionProfile::of),
                model.isPresent() ? "model" : "counted");
    }

    /// Looks at a batch, outside of any transaction; empty if nothing is new.
    Optional<Batch> look(Owner owner, int batchSize) {
        var material = store.read(owner, person -> Material.read(person, Cycles.watermark(person, LANE), batchSize));
        if (material.isEmpty()) {
            return Optional.empty();
        }
        try {
            var found = model.isPresent()
                    ? new DigestPrompt(model.get()).ask(material)
                    : store.read(owner, person -> Counting.of(person, material));
            return Optional.of(new Batch(material, found));
        } catch (MnemoException e) {
            store.writeIfKnown(owner, person -> {
                Cycles.failed(person, range(material, "failed"), e.sentence());
                return true;
            });
            throw e;
        }
    }

    private static Range range(Material material, String trigger) {
        return new Range(LANE, trigger, material.since() + 1, material.upTo());
    }

    /// Writes a batch, unless the watermark moved meanwhile.
    Optional<List<Memory>> write(PersonTx person, Batch batch, String trigger) {
        var material = batch.material();
        if (Cycles.watermark(person, LANE) != material.since()) {
            return Optional.empty();
        }
        var kept = new ArrayList<Memory>();
        batch.found().insights().forEach(insight -> kept.add(memories.keep(person, insight, ACTOR)));
        EmotionProfile.after(
                        EmotionProfile.of(person),
                        material.felt(),
                        batch.found().mood(),
                        person.now())
                .ifPresent(profile -> profile.put(person));
        Cycles.completed(
                person,
                range(material, trigger),
                Json.Obj.EMPTY
                        .with("memories", (long) material.memories().size())
                        .with("messages", (long) material.messages().size())
                        .with("insights", (long) kept.size()));
        return Optional.of(kept);
    }
}
