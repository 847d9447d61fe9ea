// Calls of the server. A failure is an Error whose message is the sentence that the server says.
export const state = { project: "" };

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.error ?? `The server answered ${status}.`);
    this.status = status;
    this.code = body.code ?? "";
  }
}

async function answer(response) {
  if (response.status === 204) {
    return null;
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Problem(response.status, body);
  }
  return body;
}

function address(path, query) {
  const url = new URL(path, location.origin);
  const ofProject = !/^\/api\/(users|cache|health|session)/.test(path);
  const all = ofProject ? { project: state.project, ...query } : query;
  for (const [name, value] of Object.entries(all)) {
    if (value !== "" && value !== null && value !== undefined) {
      url.searchParams.set(name, value);
    }
  }
  return url;
}

export async function get(path, query = {}) {
  return answer(await fetch(address(path, query)));
}

export async function call(operation, input) {
  return answer(await fetch(address(`/api/project/${operation}`, {}), {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(input),
  }));
}

export async function send(method, path, body) {
  return answer(await fetch(address(path, {}), {
    method, headers: { "content-type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body),
  }));
}

/** Asks with a body, for what the address is too short for. */
export const read = (path, body) => send("POST", path, body);

export async function upload(path, file) {
  const form = new FormData();
  form.append("file", file);
  return answer(await fetch(address(path, {}), { method: "POST", body: form }));
}

export function watch(path, heard) {
  const url = address(path, {});
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let socket = null;
  let stopped = false;
  const connect = () => {
    socket = new WebSocket(url);
    socket.onmessage = (event) => heard(JSON.parse(event.data));
    socket.onclose = () => { if (!stopped) { setTimeout(connect, 3000); } };
  };
  connect();
  return () => { stopped = true; socket.close(); };
}
