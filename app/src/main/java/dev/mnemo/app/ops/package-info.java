/// The one table of operations: at once MCP tools, commands and web endpoints.
@NullMarked
package dev.mnemo.app.ops;

import org.jspecify.annotations.NullMarked;
