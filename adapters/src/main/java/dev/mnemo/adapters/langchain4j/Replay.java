package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.mnemo.cache.answer.AnswerSink;
import dev.mnemo.cache.answer.ToolCall;

/// Gives a stored answer to a handler as it once came. The handler may cancel, and gets nothing more then.
final class Replay implements AnswerSink, StreamingHandle {
    private final StreamingChatResponseHandler handler;
    private int toolCalls;
    private volatile boolean isCancelled;
    private volatile boolean isLive;

    Replay(StreamingChatResponseHandler handler) {
        this.handler = handler;
    }

    /// From now on the handler has everything from the model itself.
    void live() {
        isLive = true;
    }

    boolean isLive() {
        return isLive;
    }

    @Override
    public void chunk(String text) {
        if (!isLive && !isCancelled && !text.isEmpty()) {
            var context = new PartialResponseContext(this);
            Relay.deliver(handler, caller -> caller.onPartialResponse(new PartialResponse(text), context));
        }
    }

    @Override
    public void toolCall(ToolCall call) {
        if (!isLive && !isCancelled) {
            var complete = new CompleteToolCall(toolCalls++, Responses.request(call));
            Relay.deliver(handler, caller -> caller.onCompleteToolCall(complete));
        }
    }

    @Override
    public void cancel() {
        isCancelled = true;
    }

    @Override
    public boolean isCancelled() {
        return isCancelled;
    }
}
