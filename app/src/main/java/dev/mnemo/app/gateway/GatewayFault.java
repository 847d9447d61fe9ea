package dev.mnemo.app.gateway;

import dev.mnemo.app.http.Response;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What goes wrong in the gateway itself, said so that the clients of the providers show it: a problem as RFC 9457 has
/// it, with a member `error` as they know it.
///
/// @param code stable, for programs
/// @param sentence what was wrong and what is allowed
record GatewayFault(int status, String code, String sentence) {
    static GatewayFault off(String provider, String setting) {
        return new GatewayFault(
                404,
                "gateway_off",
                "The gateway to " + provider + " is off; start the server with --" + setting + " ADDRESS.");
    }

    static GatewayFault unreachable(Upstream upstream) {
        return new GatewayFault(
                502,
                "upstream_unreachable",
                "The upstream " + upstream.base() + " cannot be reached, or broke off before it answered.");
    }

    static GatewayFault late(Upstream upstream) {
        return new GatewayFault(504, "upstream_timeout", "The upstream " + upstream.base() + " took too long.");
    }

    Response.Whole response() {
        var problem = (Response.Whole) Response.problem(status, code, sentence);
        var error = Json.Obj.EMPTY
                .with("message", sentence)
                .with("type", "mnemo_" + code)
                .with("code", code);
        var body = Json.parseObject(problem.body()).with("error", error);
        return (Response.Whole) Response.json(status, body);
    }

    /// Says it as the answer to a request that has none yet.
    void write(Response.Start start, Map<String, String> more) throws IOException {
        var response = response();
        var headers = new LinkedHashMap<>(more);
        headers.putAll(response.headers());
        try (var out = start.begin(status, headers)) {
            out.write(response.body());
        }
    }
}
