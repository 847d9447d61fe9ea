package dev.mnemo.cache.policy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Part one of a cache key: all that changes an answer, except the words of the question, which are part two. Answers
/// are looked for by meaning only among those whose part one is the same.
///
/// What is absent is absent: a missing temperature is not a temperature of 0, a missing tool choice is not `auto`,
/// and no tools are not an empty list under another name. The order of tools and turns counts, because models see it.
///
/// @param provider who serves the model, such as `openai`
/// @param model the model, resolved as far as the caller can: `gpt-5-2025-08-07` rather than an alias
/// @param instructions system and developer turns, in order
/// @param parameters sampling, length and other parameters as sent; those not sent are not there
/// @param tools the definitions of tools, in order
/// @param toolChoice which tool must or may be called
/// @param responseSchema the form the answer must have
/// @param tenant whose data and rights are behind the answer
/// @param locale the language or country the answer is for
/// @param knowledgeVersion names the state of documents that the answer rests on
/// @param conversation counts under {@link KeyPolicy#perConversation} only
/// @param earlierTurns the turns before the last text of the user, in order
public record RequestKey(
        String provider,
        String model,
        List<Turn> instructions,
        Json.Obj parameters,
        List<Json.Obj> tools,
        Optional<Json> toolChoice,
        Optional<Json> responseSchema,
        Optional<String> tenant,
        Optional<String> locale,
        Optional<String> knowledgeVersion,
        Optional<String> conversation,
        List<Turn> earlierTurns) {
    /// Version of the canonical form. A change of the form is a new version, so that old fingerprints are never met.
    public static final int VERSION = 1;

    public RequestKey {
        if (provider.isBlank() || model.isBlank()) {
            throw new Refusal("A request key needs a provider and a model.");
        }
        instructions = List.copyOf(instructions);
        tools = List.copyOf(tools);
        earlierTurns = List.copyOf(earlierTurns);
    }

    /// A request of one question and nothing else; add to it with the `with` methods.
    public static RequestKey of(String provider, String model) {
        return new RequestKey(
                provider,
                model,
                List.of(),
                Json.Obj.EMPTY,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /// The SHA-256 of the {@link #canonical canonical form} in UTF-8, as 64 lower-case hexadecimal digits.
    ///
    /// @throws Refusal if the policy needs a conversation and there is none
    public String fingerprint(KeyPolicy policy) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(canonical(policy).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    /// What is hashed: a JSON object with the members `v` ({@link #VERSION}), `provider`, `model`, and, only where
    /// there is something to say, `instructions`, `parameters`, `tools`, `tool_choice`, `response_schema`,
    /// `tenant`, `locale`, `knowledge`, `conversation`, `turns`. A turn has the members `content` and `role`.
    /// Members are sorted by their names and written without white space; a number stands by its exact decimal
    /// value (`0.70` is `7e-1`, `1` is `1e0`); texts are taken as they are.
    ///
    /// @throws Refusal if the policy needs a conversation and there is none
    public String canonical(KeyPolicy policy) {
        var form = Json.Obj.EMPTY.with("v", VERSION).with("provider", provider).with("model", model);
        form = withList(
                form, "instructions", instructions.stream().map(Turn::json).toList());
        var counting = parameters;
        for (var ignored : policy.ignoredParameters()) {
            counting = counting.without(ignored);
        }
        form = counting.members().isEmpty() ? form : form.with("parameters", counting);
        form = withList(form, "tools", tools);
        form = with(form, "tool_choice", toolChoice);
        form = with(form, "response_schema", responseSchema);
        form = with(form, "tenant", tenant.map(Json::of));
        form = with(form, "locale", locale.map(Json::of));
        form = with(form, "knowledge", knowledgeVersion.map(Json::of));
        if (policy.perConversation()) {
            var id = conversation.orElseThrow(() -> new Refusal(
                    "Answers are kept within conversations here, so a request key must name its conversation."));
            form = form.with("conversation", id);
        }
        form = withList(form, "turns", earlierTurns.stream().map(Turn::json).toList());
        return CanonicalJson.write(form);
    }

    private static Json.Obj withList(Json.Obj form, String name, List<? extends Json> items) {
        return items.isEmpty() ? form : form.with(name, Json.array(items));
    }

    private static Json.Obj with(Json.Obj form, String name, Optional<? extends Json> value) {
        return value.isEmpty() ? form : form.with(name, value.get());
    }

    /// This key with system and developer turns.
    public RequestKey withInstructions(List<Turn> turns) {
        return new RequestKey(
                provider,
                model,
                turns,
                parameters,
                tools,
                toolChoice,
                responseSchema,
                tenant,
                locale,
                knowledgeVersion,
                conversation,
                earlierTurns);
    }

    /// This key with parameters, as they are sent.
    public RequestKey withParameters(Json.Obj sent) {
        return new RequestKey(
                provider,
                model,
                instructions,
                sent,
                tools,
                toolChoice,
                responseSchema,
                tenant,
                locale,
                knowledgeVersion,
                conversation,
                earlierTurns);
    }

    /// This key with tools and, if it is sent, the choice among them.
    public RequestKey withTools(List<Json.Obj> definitions, Optional<Json> choice) {
        return new RequestKey(
                provider,
                model,
                instructions,
                parameters,
                definitions,
                choice,
                responseSchema,
                tenant,
                locale,
                knowledgeVersion,
                conversation,
                earlierTurns);
    }

    /// This key with the form that the answer must have.
    public RequestKey withResponseSchema(Json schema) {
        return new RequestKey(
                provider,
                model,
                instructions,
                parameters,
                tools,
                toolChoice,
                Optional.of(schema),
                tenant,
                locale,
                knowledgeVersion,
                conversation,
                earlierTurns);
    }

    /// This key with whom the answer is for and what it rests on; each may be absent.
    public RequestKey withAudience(Optional<String> tenant, Optional<String> locale, Optional<String> knowledge) {
        return new RequestKey(
                provider,
                model,
                instructions,
                parameters,
                tools,
                toolChoice,
                responseSchema,
                tenant,
                locale,
                knowledge,
                conversation,
                earlierTurns);
    }

    /// This key within a conversation, after these turns.
    public RequestKey withConversation(Optional<String> id, List<Turn> turns) {
        return new RequestKey(
                provider,
                model,
                instructions,
                parameters,
                tools,
                toolChoice,
                responseSchema,
                tenant,
                locale,
                knowledgeVersion,
                id,
                turns);
    }
}
