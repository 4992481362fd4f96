// What is told beside the talk: that an answer is being looked for, how the connection stands, and, for screen readers,
// every new reply once. The log itself is silent: lines that come back into view in it would be read out again.
import { fill, make } from "./body.js";

const KEPT_MS = 20_000;

/** `follow()` gives what keeps the end in view, when the reader is there. */
export function createStatus({ texts, follow }) {
  const searching = document.getElementById("searching");
  const bar = document.getElementById("connection");
  const announced = document.getElementById("announced");
  let timer;
  let breaking;

  /** Removing the line again is not read out. */
  function say(text, lang) {
    const line = make("p", { lang }, text);
    announced.append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  }

  return {
    /** What is tried again and again is told once. */
    tell(text) {
      if (![...announced.children].some((line) => line.textContent === text)) say(text);
    },
    reply(message, { citations, locale }) {
      const said = message.querySelector(".bubble").cloneNode(true);
      for (const one of said.querySelectorAll(".cite, .unseen, .step")) one.remove();
      for (const block of said.querySelectorAll(".about, .row, .sum, .options, .paper")) block.append("\n");
      say(said.textContent.trim(), locale);
      if (citations.length > 0) say(fill(texts.sources, { count: citations.length }));
    },
    /** Shows `text` for as long as it is waited; what is answered at once needs no word before. */
    wait(waiting, text) {
      if (waiting === (timer !== undefined)) return;
      searching.replaceChildren();
      clearTimeout(timer);
      timer = undefined;
      if (!waiting) return;
      timer = setTimeout(() => {
        const toEnd = follow();
        const line = make("span", {}, text);
        searching.append(
          make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")),
          line,
        );
        toEnd?.();
        timer = setTimeout(() => {
          line.textContent = texts["searching-long"];
        }, 8_000);
      }, 250);
    },
    bar(text) {
      bar.textContent = text;
    },
    connection(state) {
      clearTimeout(breaking);
      if (state === "open") bar.textContent = "";
      // A short break is not worth a word.
      else
        breaking = setTimeout(
          () => (bar.textContent = navigator.onLine ? texts.reconnecting : texts.offline),
          1_200,
        );
    },
  };
}
