/// Embedding models that run on this machine, offline and without a key. The only place that knows ONNX Runtime.
@NullMarked
package dev.mnemo.models;

import org.jspecify.annotations.NullMarked;
