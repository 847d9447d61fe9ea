// The files of a person.
import { get, send, upload } from "./api.js";
import { ago, empty, h, number } from "./dom.js";

const PER_PAGE = 200;
const STATES = { reading: ["is being read", "warn"], ready: ["can be recalled", "good"], stored: ["kept, not read", ""], unreadable: ["cannot be read", "bad"] };

export async function personFiles({ base }) {
  const list = h("div", {});
  const said = h("p", { class: "why", role: "status" });
  const draw = async () => {
    const found = await get(`${base}/files`, { limit: PER_PAGE });
    list.replaceChildren(found.total === 0 ? empty("No files yet", "Text, Markdown, code and pictures are kept; what is text can be recalled.") : table(base, found, draw));
  };
  const field = h("input", { type: "file", id: "file", required: true });
  const form = h("form", { class: "row tools", onsubmit: async (event) => {
    event.preventDefault();
    try {
      await upload(`${base}/files`, field.files[0]);
      form.reset();
      said.textContent = "Kept; its text is read in the background.";
      await draw();
    } catch (failure) {
      said.textContent = failure.message;
    }
  } }, h("label", { for: "file" }, "Add a file"), field, h("button", {}, "Keep it"));
  await draw();
  return [form, said, list];
}

function table(base, found, draw) {
  return h("div", { class: "card wide" }, h("table", {},
    h("thead", {}, h("tr", {}, ["Name", "State", "Category", "Tags"].map((title) => h("th", { scope: "col" }, title)), h("th", { scope: "col", class: "number" }, "Bytes"), h("th", { scope: "col" }, "Added"), h("th", { scope: "col" }, "Remove"))),
    h("tbody", {}, found.files.map((file) => h("tr", {},
      h("td", {}, file.file_size > 0 ? h("a", { class: "name", href: `${base}/files/${file.id}/content`, download: file.filename }, file.filename) : h("span", { class: "name" }, file.filename)),
      h("td", { class: STATES[file.state]?.[1] ?? "", title: file.error ?? "" }, STATES[file.state]?.[0] ?? file.state), h("td", {}, file.category), h("td", {}, file.tags.join(", ")),
      h("td", { class: "number" }, number(file.file_size)), h("td", {}, ago(file.created_at)),
      h("td", {}, h("button", { type: "button", class: "small danger", "aria-label": `Remove ${file.filename}`, onclick: async () => { await send("DELETE", `${base}/files/${file.id}`); await draw(); } }, "Remove")))))));
}
