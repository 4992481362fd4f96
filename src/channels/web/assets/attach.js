// Photos and files: chosen with the button, pasted, or dropped on the page. They wait above the question until they are
// sent with it, so that a wrong one can be taken back before it leaves the phone.
import { fill, make } from "./body.js";
import { fileOf } from "./render.js";
import { drop, fetchBack, lay, newId } from "./shelf.js";

const CHOSEN = "gongyou.chosen";
const CROSS = "✕";

/**
 * What is chosen: `has()`, `take()`, `clear()`, and `keys()` of files still kept. `changed()` is called on every change,
 * `say(text)` with what a screen reader is to tell.
 */
export function attach({ texts, session, changed, say }) {
  const picker = document.getElementById("files");
  const button = document.getElementById("attach");
  const question = document.getElementById("question");
  const tray = document.getElementById("chosen");
  const list = tray.querySelector("ul");
  const kept = JSON.parse(session.get(CHOSEN) ?? "[]");
  let chosen = [];

  function keep() {
    session.set(CHOSEN, JSON.stringify(chosen.map(({ key, name }) => ({ key, name }))));
    tray.hidden = chosen.length === 0;
    changed();
  }

  function put(file) {
    chosen.push(file);
    const label = fill(texts["take-back"], { file: file.name });
    const cross = make("button", { type: "button", class: "icon", "aria-label": label, title: label }, CROSS);
    const item = make("li", {}, fileOf(file), cross);
    cross.addEventListener("click", () => {
      const near = (item.nextElementSibling ?? item.previousElementSibling)?.querySelector("button");
      item.remove();
      chosen = chosen.filter((one) => one !== file);
      void drop(file.key);
      keep();
      (near ?? button).focus();
    });
    list.append(item);
  }

  function choose(files) {
    for (const blob of files) {
      const file = { blob, name: blob.name, key: newId() };
      if (blob.size <= texts.largest) void lay(file.key, blob);
      put(file);
    }
    if (files.length === 0) return;
    keep();
    say(`${files.map(({ name }) => name).join(", ")}: ${texts.chosen}`);
    list.lastElementChild.scrollIntoView({ block: "nearest" });
  }

  button.addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    choose([...picker.files]);
    picker.value = "";
  });

  question.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // A copied table brings its picture along: its words are meant.
    if (files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    choose(files);
  });

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;
  const show = (on) => document.body.classList.toggle("dropping", on);
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    show(true);
  });
  addEventListener("dragleave", (event) => event.relatedTarget === null && show(false));
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    show(false);
    choose([...event.dataTransfer.files]);
  });

  /** Chosen before a reload or a change of language. */
  async function comeBack() {
    for (const { key, name } of kept) {
      const blob = await fetchBack(key);
      if (blob !== undefined) put({ blob, name, key });
    }
    if (chosen.length > 0) keep();
  }
  void comeBack();

  function empty() {
    const taken = chosen;
    chosen = [];
    list.replaceChildren();
    keep();
    return taken;
  }
  return {
    has: () => chosen.length > 0,
    take: empty,
    clear() {
      for (const { key } of empty()) void drop(key);
    },
    keys: () => kept.map(({ key }) => key),
  };
}
