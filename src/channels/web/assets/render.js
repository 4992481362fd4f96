// Makes the elements of the talk: what members sent, replies with their sources, ratings and what can be tapped next.
import { bodyOf, commandName, fill, hanOf, make, marked, pieces, planOf, stepOf } from "./body.js";

const SVG = "http://www.w3.org/2000/svg";
const THUMB =
  "M7.5 10.5v9H4v-9zM7.5 10.5 11.3 3c1.5.2 2.4 1.2 2.2 2.8l-.6 3.7h5.2c1.3 0 2.2 1.2 1.9 2.4l-1.5 6c-.2.9-1 1.6-2 1.6h-9";

const PHOTO = "M4 6.5h16v12H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.7h.01";
const SHEET = "M6.5 3.5h8l4 4v13h-12zM14 3.8V8h4.2M9.5 12.5h5M9.5 16h5";

function icon(outline, turned) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", outline);
  if (turned) path.setAttribute("transform", "rotate(180 12 12)");
  svg.append(path);
  return svg;
}

const isCommand = (send) => send.startsWith("/");
const pageLanguage = () => document.documentElement.lang;
const isPhoto = (name) => /\.(?:jpe?g|png|gif|webp|bmp|heic|heif|avif)$/i.test(name);
const PREVIEW = 128;

/** A small picture drawn from the file itself, for as long as this page has it; it asks nothing of the server. */
function preview(blob) {
  const canvas = make("canvas", { width: PREVIEW, height: PREVIEW, "aria-hidden": "true", hidden: true });
  createImageBitmap(blob)
    .then((picture) => {
      const { width, height } = picture;
      const side = Math.min(width, height);
      canvas
        .getContext("2d")
        .drawImage(picture, (width - side) / 2, (height - side) / 2, side, side, 0, 0, PREVIEW, PREVIEW);
      picture.close();
      canvas.previousSibling.remove();
      canvas.hidden = false;
    })
    .catch(() => {});
  return canvas;
}

/** A file's sign or picture, and its name. */
export function fileOf({ name, blob }) {
  const photo = isPhoto(name);
  const sign = icon(photo ? PHOTO : SHEET);
  return make(
    "span",
    { class: "file" },
    sign,
    ...(photo && blob ? [preview(blob)] : []),
    make("span", {}, name),
  );
}

/** A command that was tapped reads as its button did. */
export function memberMessage({ text, files = [] }, texts) {
  const command = commandName(text, texts);
  return make(
    "div",
    { class: "message member" },
    make(
      "div",
      { class: "bubble", title: command === undefined ? undefined : text },
      make("span", { class: "unseen" }, `${texts.you}: `),
      ...files.map(fileOf),
      command ?? text,
    ),
  );
}

/**
 * `on.rate(answer, rating)` and `on.ask(text)` are called for what a member taps. After a change of the page's language
 * (`turned`) commands are named in the new one; words would lead back to the old, and are not offered.
 */
export function replyMessage(said, texts, on, turned) {
  const reply = turned ? { ...said, suggestions: said.suggestions.filter(isCommand) } : said;
  const { sequence, citations, kind, locale } = reply;
  const sources = citations.map((citation, index) => sourceOf(citation, index + 1, reply, texts));
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
  const plan = planOf(reply, texts);
  const message = make(
    "div",
    { class: `message reply ${kind}`, "data-sequence": sequence },
    make(
      "div",
      { class: "bubble", lang: locale },
      make("span", { class: "unseen", lang: pageLanguage() }, `${texts.name}: `),
      ...bodyOf(reply, plan, texts, cite),
    ),
  );
  if (sources.length > 0) {
    const label = fill(texts.sources, { count: sources.length });
    message.append(make("section", { class: "sources", "aria-label": label }, ...sources));
  }
  if (reply.answer !== undefined) message.append(ratingOf(reply, texts, on));
  const asks = kind === "form" && (stepOf(said, texts).step !== undefined || said.suggestions.length > 0);
  const away = turned && (asks || said.suggestions.length > reply.suggestions.length);
  if (away || reply.suggestions.length > 0) {
    const tap = ({ send, label, badge, code }) => {
      const own = isCommand(send) ? undefined : locale;
      const parts = [
        ...(badge === undefined
          ? []
          : [make("span", { class: "number", "aria-hidden": "true" }, String(badge))]),
        make("span", { lang: own }, ...marked(label, own && hanOf(reply))),
        ...(code === undefined ? [] : [make("small", { "aria-hidden": "true" }, code)]),
      ];
      return make("button", { type: "button", "data-send": send, click: () => on.ask(send) }, ...parts);
    };
    const { choices, chips } = plan;
    const next = make("div", { class: "next", role: "group", "aria-label": texts.next });
    if (choices.length > 0) next.append(make("div", { class: "list" }, ...choices.map(tap)));
    next.append(...chips.map(tap));
    if (away) {
      next.prepend(make("p", {}, texts.turned));
      if (asks) next.append(tap({ send: "/resume", label: texts.again }));
    }
    message.append(next);
  }
  return message;
}

/** Shows or hides what can be tapped below a reply; the lines it stands for are shown while it is hidden. */
export function offer(message, open) {
  const next = message.querySelector(".next");
  if (next === null) return;
  next.hidden = !open;
  for (const lines of message.querySelectorAll(".options")) lines.hidden = open;
}

function openSource(source) {
  source.open = true;
  source.querySelector("summary").focus({ preventScroll: true });
  source.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function sourceOf({ title, publisher, date, quote, link, lang }, number, { sequence, locale }, texts) {
  const own = locale === "en" ? lang : locale;
  const inside = make("div", { class: "inside" }, make("blockquote", { lang }, ...pieces(quote, texts)));
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
        make("span", { lang: own }, ...pieces(title, texts)),
        make(
          "span",
          { class: "meta" },
          ...(publisher ? [make("span", { lang: own }, publisher), " · "] : []),
          date ?? texts.undated,
        ),
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
      icon(THUMB, value === "down"),
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
