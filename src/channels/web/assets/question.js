// The box to write in: keys, input methods, the limit, and a draft that outlives the page.
import { fill } from "./body.js";

const DRAFT = "gongyou.draft";

/** `ask(text)` is called for every question sent, without words when files are `chosen`; `session` keeps the draft. */
export function listen({ texts, session, chosen, ask }) {
  const form = document.getElementById("form");
  const question = document.getElementById("question");
  const send = document.getElementById("send");
  const limit = document.getElementById("limit");

  function measure() {
    const over = [...question.value.trim()].length - texts.limit;
    limit.textContent = over > 0 ? fill(texts.over, { over }) : "";
    const empty = question.value.trim() === "" && !chosen.has();
    send.setAttribute("aria-disabled", String(over > 0 || empty));
    if (!CSS.supports("field-sizing", "content")) {
      question.style.height = "auto";
      question.style.height = `${question.scrollHeight + 2}px`;
    }
  }

  question.addEventListener("input", () => {
    session.set(DRAFT, question.value);
    measure();
  });
  question.addEventListener("keydown", (event) => {
    // 229: the key belongs to an input method that is still composing, which Safari tells no other way.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    question.focus();
    if (send.getAttribute("aria-disabled") === "true") return;
    const text = question.value.trim();
    question.value = "";
    session.set(DRAFT, "");
    measure();
    ask(text);
  });
  question.value = session.get(DRAFT) ?? "";
  measure();
  return { measure };
}
