package dev.mnemo.models;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/// Keeps the environment of ONNX Runtime until the process is gone. Its binding gives it back in a shutdown hook, no
/// matter
/// who still loads or runs a network, and the process dies of that. The library counts who holds the environment; one
/// hold more than the binding knows of leaves it to those who work until {@link OnnxEmbedder} has stopped them.
final class EnvironmentHold {
    private static final String RUNTIME = "ai.onnxruntime.OnnxRuntime";

    private static boolean taken;

    private EnvironmentHold() {}

    /// Takes the hold, once in a process and before the binding takes its own.
    ///
    /// @throws IllegalStateException if another version of the binding does this in another way
    static synchronized void take() {
        if (taken) {
            return;
        }
        try {
            var runtime = Class.forName(RUNTIME);
            reachable(runtime.getDeclaredMethod("init")).invoke(null);
            var api = runtime.getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            reachable(OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class))
                    .invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR.getValue(), "mnemo");
            taken = true;
        } catch (InvocationTargetException fault) {
            throw new IllegalStateException("ONNX Runtime cannot be started: " + fault.getCause(), fault);
        } catch (ReflectiveOperationException fault) {
            throw new IllegalStateException("ONNX Runtime has another form than expected: " + fault, fault);
        }
    }

    private static Method reachable(Method method) {
        method.setAccessible(true);
        return method;
    }
}
