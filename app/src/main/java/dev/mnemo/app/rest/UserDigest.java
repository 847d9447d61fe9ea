package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Method;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Param;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.app.rest.GraphShapes.EdgeView;
import dev.mnemo.app.rest.PersonViews.MemoryView;
import dev.mnemo.app.rest.PersonViews.MessageView;
import dev.mnemo.user.EntityProfile;
import dev.mnemo.user.digest.EmotionProfile;
import dev.mnemo.user.graph.GraphWalk;
import java.util.List;
import java.util.Optional;

/// What comes of thinking about what was said: digests, moods, all that is known of somebody or something.
final class UserDigest {
    private static final String USER = "/api/users/{user}";
    static final int BATCH_MAX = 1_000;

    private final Rows rows = new Rows("User memory: what it comes to");
    private final Tenants tenants;

    UserDigest(Tenants tenants) {
        this.tenants = tenants;
    }

    List<Endpoint> endpoints() {
        return List.of(
                rows.write(
                                Method.POST,
                                USER + "/digest",
                                "Think about what is new since the last digest: insights and mood.",
                                Batch.class,
                                this::digest)
                        .answers(() -> Shapes.ofOutput(DigestView.class)),
                rows.read(
                                USER + "/emotions",
                                "How a person feels, lately and in the long run.",
                                Rows.Nothing.class,
                                this::emotions)
                        .answers(() -> Shapes.ofOutput(EmotionProfile.class)),
                rows.read(
                                USER + "/entities/{entity}",
                                "Everything a person said about somebody or something.",
                                Rows.Nothing.class,
                                this::entity)
                        .answers(() -> Shapes.ofOutput(EntityView.class)));
    }

    /// How much to think about.
    record Batch(
            @Param(value = "New memories at most.", byDefault = "50", min = 1, max = BATCH_MAX)
            int batchSize) {}

    /// Something that several memories say together.
    record Insight(String id, String content, String category, List<String> sourceIds) {}

    /// What a digest came to.
    record DigestView(
            int memoriesAnalyzed,
            int messagesAnalyzed,
            int insightsGenerated,
            List<Insight> insights,
            Optional<EmotionProfile> emotionProfile,
            String method) {}

    /// A relation in words.
    record ToldView(String subject, String relation, String object, EdgeView edge) {
        static ToldView of(GraphWalk.Told told) {
            return new ToldView(told.subject(), told.edge().relation(), told.object(), EdgeView.of(told.edge()));
        }
    }

    /// Everything about somebody or something.
    record EntityView(
            String entity,
            List<MemoryView> facts,
            List<ToldView> graphRelations,
            List<MessageView> conversations,
            List<EntityProfile.Moment> timeline) {}

    private Response digest(Request request, Batch batch) {
        var memory = tenants.memory(request);
        var user = Tenants.user(request);
        var result = memory.digest(user, batch.batchSize());
        return Rows.json(new DigestView(
                result.memoriesAnalyzed(),
                result.messagesAnalyzed(),
                result.insightsGenerated(),
                result.insights().stream()
                        .map(insight -> new Insight(
                                insight.id(),
                                insight.content(),
                                insight.category(),
                                memory.memories().sources(user, insight.id())))
                        .toList(),
                result.emotionProfile(),
                result.method()));
    }

    private Response emotions(Request request, Rows.Nothing nothing) {
        return tenants.memory(request)
                .emotionProfile(Tenants.user(request))
                .map(Rows::json)
                .orElseGet(() -> Rows.missing("Nothing is known of how this person feels."));
    }

    private Response entity(Request request, Rows.Nothing nothing) {
        var profile = tenants.memory(request).entityProfile(Tenants.user(request), request.part("entity"));
        return Rows.json(new EntityView(
                profile.entity(),
                profile.facts().stream().map(MemoryView::of).toList(),
                profile.graphRelations().stream().map(ToldView::of).toList(),
                profile.conversations().stream().map(MessageView::of).toList(),
                profile.timeline()));
    }
}
