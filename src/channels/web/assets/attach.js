// Photos and files: chosen with the button, pasted, or dropped on the page.

/** As many as one message may name. */
const MOST_FILES = 12;

/** Chosen files go at once, as in every chat; `send(files)` is called with those chosen together. */
export function attach(send) {
  const picker = document.getElementById("files");
  const question = document.getElementById("question");

  function give(files) {
    for (let from = 0; from < files.length; from += MOST_FILES) send(files.slice(from, from + MOST_FILES));
  }

  document.getElementById("attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    give([...picker.files]);
    picker.value = "";
  });

  question.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // A copied table brings its picture along: its words are meant.
    if (files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    give(files);
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
    give([...event.dataTransfer.files]);
  });
}
