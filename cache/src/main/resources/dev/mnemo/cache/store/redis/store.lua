-- All operations of a store in Redis: ARGV[1] names one, the rest are its arguments. Redis runs a script alone, so
-- each is one transaction. KEYS[1] is the store's prefix; it is in braces, so that a cluster keeps the store on one
-- server.
--
-- prefix:model      hash     format, fingerprint, dimensions
-- prefix:id :fid :seq        the last id of an entry and of feedback, the last sequence of the log
-- prefix:e:ID       hash     one entry
-- prefix:k          hash     namespace NUL partition NUL hash -> id
-- prefix:all        zset     id by id
-- prefix:use        zset     id, padded so that ties go by id, by time of use; also prefix:use:NAMESPACE
-- prefix:exp        zset     id by time of expiry
-- prefix:tag:=TAG   set      ids
-- prefix:ns         hash     namespace -> entries
-- prefix:log        stream   changes, SEQUENCE-0
-- prefix:counters   hash     namespace NUL name -> value
-- prefix:fb         zset     JSON by id
-- prefix:notes      hash

local p = KEYS[1]
local call = redis.call
local LOG_MAX = 100000
local FIELDS = {'ns', 'part', 'hash', 'created', 'used', 'n', 'ttl', 'exp', 'sv', 'it', 'ot', 'mm', 'lm', 'tags',
    'vec', 'query', 'response', 'meta', 'payload'}

local function padded(id) return string.format('%016.0f', id) end
local function plain(id) return string.format('%.0f', id) end
local function entry(id) return p .. ':e:' .. plain(id) end

local function each_tag(tags, what)
    for tag in string.gmatch(tags, '[^%z]+') do what(p .. ':tag:' .. tag) end
end

local function log(kind, id, ns)
    local seq = plain(call('INCR', p .. ':seq'))
    call('XADD', p .. ':log', 'MAXLEN', '~', LOG_MAX, seq .. '-0', 'k', kind, 'i', plain(id), 'n', ns)
end

local function unlink(id, ns, tags)
    call('ZREM', p .. ':exp', plain(id))
    each_tag(tags, function(key) call('SREM', key, plain(id)) end)
end

local function used(id, ns, at)
    call('ZADD', p .. ':use', at, padded(id))
    call('ZADD', p .. ':use:' .. ns, at, padded(id))
end

local function put_one(at)
    local ns, part, hash = ARGV[at], ARGV[at + 1], ARGV[at + 2]
    local key = ns .. '\0' .. part .. '\0' .. hash
    local id = call('HGET', p .. ':k', key)
    if id then
        unlink(id, ns, call('HGET', entry(id), 'tags'))
    else
        id = call('INCR', p .. ':id')
        call('HSET', p .. ':k', key, plain(id))
        call('ZADD', p .. ':all', id, plain(id))
        call('HINCRBY', p .. ':ns', ns, 1)
    end
    local fields = {}
    for i, name in ipairs(FIELDS) do
        fields[2 * i - 1] = name
        fields[2 * i] = ARGV[at + i - 1]
    end
    call('HSET', entry(id), unpack(fields))
    used(id, ns, ARGV[at + 4])
    if ARGV[at + 7] ~= '' then call('ZADD', p .. ':exp', ARGV[at + 7], plain(id)) end
    each_tag(ARGV[at + 13], function(key) call('SADD', key, plain(id)) end)
    log('PUT', id, ns)
    return plain(id)
end

local function drop(id)
    local e = call('HMGET', entry(id), 'ns', 'part', 'hash', 'tags')
    local ns = e[1]
    if not ns then return nil end
    unlink(id, ns, e[4])
    call('DEL', entry(id))
    call('HDEL', p .. ':k', ns .. '\0' .. e[2] .. '\0' .. e[3])
    call('ZREM', p .. ':all', plain(id))
    call('ZREM', p .. ':use', padded(id))
    call('ZREM', p .. ':use:' .. ns, padded(id))
    if call('HINCRBY', p .. ':ns', ns, -1) == 0 then call('HDEL', p .. ':ns', ns) end
    log('REMOVED', id, ns)
    return ns
end

local function in_scope(id)
    return ARGV[3] == '' or call('HGET', entry(id), 'ns') == ARGV[4]
end

-- Entries of the window at a time while those of other namespaces are passed over.
local WINDOW = 1000

local selected = {
    ids = function(found, limit)
        for i = 5, #ARGV do found(ARGV[i]) end
    end,
    everything = function(found, limit)
        local ids = ARGV[3] == '' and call('ZRANGE', p .. ':all', 0, limit - 1)
            or call('ZRANGE', p .. ':use:' .. ARGV[4], 0, limit - 1)
        for _, id in ipairs(ids) do found(id) end
    end,
    expired = function(found, limit)
        local from, taken = 0, 0
        repeat
            local ids = call('ZRANGEBYSCORE', p .. ':exp', '-inf', ARGV[5], 'LIMIT', from, WINDOW)
            for _, id in ipairs(ids) do
                if taken < limit and in_scope(id) then
                    found(id)
                    taken = taken + 1
                end
            end
            from = from + WINDOW
        until #ids < WINDOW or taken >= limit
    end,
    tagged = function(found, limit)
        for _, id in ipairs(call('SMEMBERS', p .. ':tag:=' .. ARGV[5])) do
            if in_scope(id) then found(id) end
        end
    end,
    outdated = function(found, limit)
        for _, id in ipairs(call('SMEMBERS', p .. ':tag:=' .. ARGV[5])) do
            if in_scope(id) and call('HGET', entry(id), 'sv') ~= ARGV[6] then found(id) end
        end
    end,
}

local operations = {}

function operations.open()
    if call('EXISTS', p .. ':model') == 0 then
        if ARGV[5] == 'unknown' then return {} end
        call('HSET', p .. ':model', 'format', ARGV[2], 'fingerprint', ARGV[3], 'dimensions', ARGV[4])
    end
    return call('HMGET', p .. ':model', 'format', 'fingerprint', 'dimensions')
end

function operations.put()
    local ids = {}
    for at = 2, #ARGV, #FIELDS do ids[#ids + 1] = put_one(at) end
    return ids
end

function operations.find()
    local id = call('HGET', p .. ':k', ARGV[2])
    if not id then return {} end
    return {id, call('HGETALL', entry(id))}
end

function operations.get()
    local found = {}
    for i = 2, #ARGV do
        local e = call('HGETALL', p .. ':e:' .. ARGV[i])
        if #e > 0 then
            found[#found + 1] = ARGV[i]
            found[#found + 1] = e
        end
    end
    return found
end

function operations.page()
    local found = {}
    for _, id in ipairs(call('ZRANGEBYSCORE', p .. ':all', '(' .. ARGV[2], '+inf', 'LIMIT', 0, ARGV[3])) do
        found[#found + 1] = id
        found[#found + 1] = call('HGETALL', entry(id))
    end
    return found
end

function operations.vectors()
    local found = {}
    for _, id in ipairs(call('ZRANGEBYSCORE', p .. ':all', '(' .. ARGV[2], '+inf', 'LIMIT', 0, ARGV[3])) do
        local e = call('HMGET', entry(id), 'ns', 'part', 'vec')
        for _, value in ipairs({id, e[1], e[2], e[3]}) do found[#found + 1] = value end
    end
    return found
end

function operations.counts() return call('HGETALL', p .. ':ns') end

function operations.count()
    if ARGV[2] == '' then return plain(call('ZCARD', p .. ':all')) end
    return call('HGET', p .. ':ns', ARGV[3]) or '0'
end

function operations.least()
    local key = ARGV[3] == '' and p .. ':use' or p .. ':use:' .. ARGV[4]
    local found = {}
    for _, id in ipairs(call('ZRANGE', key, 0, ARGV[2] - 1)) do
        found[#found + 1] = id
        for _, value in ipairs(call('HMGET', entry(id), 'ns', 'used', 'n', 'it', 'ot', 'mm', 'lm')) do
            found[#found + 1] = value
        end
    end
    return found
end

function operations.touch()
    for i = 2, #ARGV, 3 do
        local e = call('HMGET', p .. ':e:' .. ARGV[i], 'ns', 'used')
        if e[1] then
            call('HINCRBY', p .. ':e:' .. ARGV[i], 'n', ARGV[i + 2])
            if tonumber(ARGV[i + 1]) > tonumber(e[2]) then
                call('HSET', p .. ':e:' .. ARGV[i], 'used', ARGV[i + 1])
                used(ARGV[i], e[1], ARGV[i + 1])
            end
        end
    end
    return 'OK'
end

function operations.remove()
    local kind, limit = string.match(ARGV[2], '(%a+) (%d+)')
    local ids = {}
    limit = tonumber(limit)
    selected[kind](function(id) ids[#ids + 1] = tonumber(id) end, limit)
    table.sort(ids)
    local gone = {}
    for _, id in ipairs(ids) do
        if #gone >= 2 * limit then break end
        local ns = drop(id)
        if ns then
            gone[#gone + 1] = plain(id)
            gone[#gone + 1] = ns
        end
    end
    return gone
end

function operations.sequence() return call('GET', p .. ':seq') or '0' end

function operations.changes()
    local last = tonumber(call('GET', p .. ':seq') or '0')
    local since = tonumber(ARGV[2])
    local first = call('XRANGE', p .. ':log', '-', '+', 'COUNT', 1)[1]
    local oldest = first and tonumber(string.match(first[1], '%d+')) or last + 1
    if since > last or since < oldest - 1 then return {'gap'} end
    local found = {'complete'}
    for _, line in ipairs(call('XRANGE', p .. ':log', '(' .. ARGV[2] .. '-0', '+', 'COUNT', ARGV[3])) do
        found[#found + 1] = string.match(line[1], '%d+')
        for i = 2, 6, 2 do found[#found + 1] = line[2][i] end
    end
    return found
end

function operations.add_counters()
    for i = 2, #ARGV, 2 do
        if call('HINCRBY', p .. ':counters', ARGV[i], ARGV[i + 1]) == 0 then call('HDEL', p .. ':counters', ARGV[i]) end
    end
    return 'OK'
end

function operations.counters() return call('HGETALL', p .. ':counters') end

function operations.drop_counters()
    for _, name in ipairs(call('HKEYS', p .. ':counters')) do
        if string.sub(name, 1, #ARGV[2] + 1) == ARGV[2] .. '\0' then call('HDEL', p .. ':counters', name) end
    end
    return 'OK'
end

function operations.add_feedback()
    local id = call('INCR', p .. ':fid')
    call('ZADD', p .. ':fb', id, plain(id) .. ' ' .. ARGV[2])
    log('FEEDBACK', id, ARGV[3])
    return plain(id)
end

function operations.feedback()
    return call('ZRANGEBYSCORE', p .. ':fb', '(' .. ARGV[2], '+inf', 'LIMIT', 0, ARGV[3])
end

function operations.drop_feedback()
    for i = 2, #ARGV do call('ZREMRANGEBYSCORE', p .. ':fb', ARGV[i], ARGV[i]) end
    return 'OK'
end

function operations.note() return call('HGET', p .. ':notes', ARGV[2]) or '' end

function operations.notes() return call('HGETALL', p .. ':notes') end

function operations.write_notes()
    for i = 2, #ARGV, 2 do
        if ARGV[i + 1] == '' then call('HDEL', p .. ':notes', ARGV[i])
        else call('HSET', p .. ':notes', ARGV[i], ARGV[i + 1]) end
    end
    return 'OK'
end

function operations.check()
    local entries, keys, sum = call('ZCARD', p .. ':all'), call('HLEN', p .. ':k'), 0
    local counts = call('HVALS', p .. ':ns')
    for _, count in ipairs(counts) do sum = sum + count end
    if entries ~= keys or entries ~= sum or entries ~= call('ZCARD', p .. ':use') then return 'differ' end
    return 'OK'
end

return operations[ARGV[1]]()
