package dev.mnemo.app.rest;

import dev.mnemo.app.http.Request;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.store.Owner;
import java.util.function.Supplier;

/// Whose data a request is about: a key of a tenant reaches that tenant's, others name one.
final class Tenants {
    private final Supplier<NeuroMemory> memory;

    /// @param memory what is known about people; opened when it is first asked for
    Tenants(Supplier<NeuroMemory> memory) {
        this.memory = memory;
    }

    /// The tenant.
    ///
    /// @throws Refusal if the key is of another one than the query names
    static String of(Request request) {
        var own = request.caller().tenant();
        var named = request.query(Rows.TENANT);
        if (!own.isEmpty() && named.filter(name -> !name.equals(own)).isPresent()) {
            throw new Refusal("This key belongs to the tenant '" + own + "' and reaches no other.");
        }
        return own.isEmpty() ? named.orElse(Owner.TENANT_DEFAULT) : own;
    }

    /// What is known about the people of the request's tenant.
    NeuroMemory memory(Request request) {
        return memory.get().tenant(of(request));
    }

    /// The person that the path names.
    static String user(Request request) {
        return request.part("user");
    }
}
