// Makes the elements of the talk. Whatever came from a member or a report is only ever set as text.

/** An element with attributes and children; strings become text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

export const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

const SVG = "http://www.w3.org/2000/svg";
const THUMB =
  "M7.5 10.5v9H4v-9zM7.5 10.5 11.3 3c1.5.2 2.4 1.2 2.2 2.8l-.6 3.7h5.2c1.3 0 2.2 1.2 1.9 2.4l-1.5 6c-.2.9-1 1.6-2 1.6h-9";

function thumb(down) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", THUMB);
  if (down) path.setAttribute("transform", "rotate(180 12 12)");
  svg.append(path);
  return svg;
}

/** Text with lost characters shown as boxes and, when `cite` is given, "[1]" as a button. */
function pieces(text, texts, cite) {
  return text.split(/(\[\d{1,2}\]|\uFFFD+)/).map((piece) => {
    if (piece.startsWith("\uFFFD")) {
      return make(
        "span",
        { class: "gap", role: "img", "aria-label": texts.damaged, title: texts.damaged },
        "?",
      );
    }
    const number = /^\[(\d{1,2})\]$/.exec(piece)?.[1];
    return (number !== undefined && cite?.(Number(number))) || piece;
  });
}

export function memberMessage({ text, files = [] }, texts) {
  const names = files.map(({ name }) => make("span", { class: "file" }, name));
  return make(
    "div",
    { class: "message member" },
    make("div", { class: "bubble" }, make("span", { class: "unseen" }, `${texts.you}: `), ...names, text),
  );
}

/** The bubble's text; a line that only says what follows ("【place · year】") is set as a small heading. */
const lines = (text, texts, cite) =>
  text
    .split(/^(【[^】\n]+】)$\n?/m)
    .flatMap((part) =>
      /^【[^】\n]+】$/.test(part)
        ? [make("span", { class: "about" }, ...pieces(part.slice(1, -1), texts))]
        : pieces(part, texts, cite),
    );

/** `on.rate(answer, rating)` and `on.ask(text)` are called for what a member taps. */
export function replyMessage(reply, texts, on) {
  const { sequence, citations, kind, locale } = reply;
  const sources = citations.map((citation, index) => sourceOf(citation, index + 1, sequence, texts));
  const cite = (number) => {
    const source = sources[number - 1];
    if (source === undefined) return undefined;
    const label = fill(texts.source, { number });
    return make(
      "button",
      { type: "button", class: "cite", "aria-label": label, click: () => openSource(source) },
      String(number),
    );
  };
  const message = make(
    "div",
    { class: `message reply ${kind}`, lang: locale },
    make(
      "div",
      { class: "bubble" },
      make("span", { class: "unseen" }, `${texts.name}: `),
      ...lines(reply.text, texts, cite),
    ),
  );
  if (sources.length > 0) {
    const label = fill(texts.sources, { count: sources.length });
    message.append(make("section", { class: "sources", "aria-label": label }, ...sources));
  }
  if (reply.answer !== undefined) message.append(ratingOf(reply, texts, on));
  if (reply.suggestions.length > 0) {
    const chips = reply.suggestions.map((text) =>
      make("button", { type: "button", click: () => on.ask(text) }, text),
    );
    message.append(make("div", { class: "next", role: "group", "aria-label": texts.next }, ...chips));
  }
  return message;
}

function openSource(source) {
  source.open = true;
  source.querySelector("summary").focus({ preventScroll: true });
  source.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function sourceOf({ title, publisher, date, quote, link }, number, sequence, texts) {
  const meta = [publisher, date ?? texts.undated].filter(Boolean).join(" · ");
  const inside = make("div", { class: "inside" }, make("blockquote", {}, ...pieces(quote, texts)));
  // Only pages of this site: a link is data too.
  if (/^\/(?!\/)/.test(link)) {
    inside.append(make("a", { href: link.includes("#") ? link : `${link}#quote` }, texts["open-report"]));
  }
  return make(
    "details",
    { class: "source", "data-source": `${sequence}-${number}` },
    make(
      "summary",
      {},
      make("span", { class: "number", "aria-hidden": "true" }, String(number)),
      make(
        "span",
        {},
        make("span", { class: "unseen" }, `${fill(texts.source, { number })}: `),
        ...pieces(title, texts),
        make("span", { class: "meta" }, meta),
      ),
    ),
    inside,
  );
}

function ratingOf({ answer, rating }, texts, on) {
  const button = (value, label) =>
    make(
      "button",
      {
        type: "button",
        "data-rating": value,
        "aria-pressed": String(rating === value),
        "aria-label": label,
        title: label,
        click: () => on.rate(answer, value),
      },
      thumb(value === "down"),
    );
  return make(
    "div",
    { class: "rate", role: "group", "aria-label": texts.rate, "data-answer": answer },
    make("span", { "aria-hidden": "true" }, texts.rate),
    button("up", texts["rate-up"]),
    button("down", texts["rate-down"]),
  );
}

/** The thumb pressed now, or undefined. */
export function showRating(answer, rating) {
  let before;
  for (const button of document.querySelectorAll(`[data-answer="${CSS.escape(answer)}"] [data-rating]`)) {
    if (button.getAttribute("aria-pressed") === "true") before = button.dataset.rating;
    button.setAttribute("aria-pressed", String(button.dataset.rating === rating));
  }
  return before;
}
