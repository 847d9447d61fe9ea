package dev.mnemo.kernel.json;

import dev.mnemo.kernel.fault.Refusal;

/// A text that was to be JSON and is not. The message is one sentence that names the place.
public final class JsonFault extends Refusal {
    JsonFault(String message) {
        super(message);
    }

    JsonFault(String message, Throwable cause) {
        super(message, cause);
    }
}
