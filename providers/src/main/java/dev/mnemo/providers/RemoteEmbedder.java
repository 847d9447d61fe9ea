package dev.mnemo.providers;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.voyageai.VoyageAiEmbeddingModel;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An embedding model at a provider.
public final class RemoteEmbedder implements Embedder {
    /// How much of a text is sent, in characters; below the 8,000 tokens or more that the models read.
    static final int TEXT_CHARS_MAX = 8_000;

    /// Stands for a text without any visible character, which providers refuse.
    private static final String BLANK = "-";

    private final Remote remote;
    private final EmbeddingModel queries;
    private final EmbeddingModel passages;

    private RemoteEmbedder(Remote remote, Function<Purpose, EmbeddingModel> models) {
        this.remote = remote;
        this.queries = models.apply(Purpose.QUERY);
        this.passages = models.apply(Purpose.PASSAGE);
    }

    /// A model of OpenAI; one attempt for each request.
    public static RemoteEmbedder openAi(Access access) {
        return of(Provider.OPENAI, access, Patience.ONCE);
    }

    /// A model of Voyage; it is told which texts are queries. One attempt for each request.
    public static RemoteEmbedder voyage(Access access) {
        return of(Provider.VOYAGE, access, Patience.ONCE);
    }

    /// A model of any provider.
    ///
    /// @throws Refusal if the provider has no embedding models
    public static RemoteEmbedder of(Provider provider, Access access, Patience patience) {
        var remote = new Remote(provider, access, patience);
        return switch (provider) {
            case ANTHROPIC -> throw new Refusal("Anthropic has no embedding models; choose another provider.");
            case VOYAGE -> new RemoteEmbedder(remote, purpose -> voyage(remote, purpose));
            case DEEPSEEK, MOONSHOT, OLLAMA, OPENAI, SILICONFLOW -> {
                var model = openAi(remote);
                yield new RemoteEmbedder(remote, _ -> model);
            }
        };
    }

    private static EmbeddingModel openAi(Remote remote) {
        var access = remote.access();
        return OpenAiEmbeddingModel.builder()
                .httpClientBuilder(remote.http())
                .baseUrl(access.baseUrl().toString())
                .apiKey(access.key())
                .modelName(access.model())
                .timeout(access.timeout())
                .maxRetries(0)
                .maxSegmentsPerBatch(remote.provider().textsPerRequest())
                .build();
    }

    private static EmbeddingModel voyage(Remote remote, Purpose purpose) {
        var access = remote.access();
        return VoyageAiEmbeddingModel.builder()
                .httpClientBuilder(remote.http())
                .baseUrl(access.baseUrl().toString())
                .apiKey(access.key())
                .modelName(access.model())
                .inputType(purpose == Purpose.QUERY ? "query" : "document")
                .timeout(access.timeout())
                .maxRetries(0)
                .maxSegmentsPerBatch(remote.provider().textsPerRequest())
                .build();
    }

    /// What the model was asked and took so far.
    public Spent spent() {
        return remote.meter().spent();
    }

    @Override
    public String fingerprint() {
        return remote.provider().title().toLowerCase(java.util.Locale.ROOT) + "/"
                + remote.access().model() + "/" + TEXT_CHARS_MAX;
    }

    /// Known for the provider's usual models; for others the provider is asked once.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException with fault `MODEL` if it must be asked and fails
    @Override
    public int dimensions() {
        return remote.call(passages::dimension);
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        if (texts.isEmpty()) {
            return List.of();
        }
        var model = purpose == Purpose.QUERY ? queries : passages;
        var segments = texts.stream().map(RemoteEmbedder::segment).toList();
        var answer = remote.call(() -> {
            var response = model.embedAll(segments);
            remote.meter().took(response.tokenUsage());
            return response.content();
        });
        if (answer == null || answer.size() != texts.size()) {
            throw remote.fault("did not send one vector for each text", "Try again later.");
        }
        int dimensions = dimensions();
        var vectors = new ArrayList<float[]>(texts.size());
        for (var embedding : answer) {
            vectors.add(unit(embedding, dimensions));
        }
        return vectors;
    }

    private float[] unit(Embedding embedding, int dimensions) {
        var vector = embedding.vector().clone();
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (vector.length != dimensions || !(squares > 0) || Double.isInfinite(squares)) {
            throw remote.fault(
                    "sent a vector of " + vector.length + " components that is not the direction of " + dimensions
                            + " that was expected",
                    "Check the name of the model.");
        }
        double norm = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / norm);
        }
        return vector;
    }

    private static TextSegment segment(String text) {
        int end = Math.min(text.length(), TEXT_CHARS_MAX);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        var cut = text.substring(0, end);
        return TextSegment.from(cut.isBlank() ? BLANK : cut);
    }
}
