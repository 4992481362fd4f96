// How the text of a message is set: lost characters, sources, progress of a form, lists of values, choices, papers. Pure:
// whatever came from a member or a report is only ever set as text, and links lead to pages of this origin only.

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

const CASE_NUMBER = /\d{4}-\d{6}/;
const PAPER = /\/papers\/[\da-f-]{36}\?[\w=&%-]+/;
const HEADING = /^【([^】]+)】$/;
const SUM = /[÷×−+*/].* = \d/;
const OPTION = /^(\d{1,2})[.)] ?(.+)$/;
const VALUE = /^((?:\d{1,2}(?:\.\d{1,2}\))?[.)]? ?)?[^：:（(“"，,。?？]{1,24}(?:：|: ))(?! *$)(.+)$/;
const PART = /^\s*(\d{1,2}\.\d{1,2}\) )(.+)$/;
/** So many lines of values in a row are a list. */
const LIST = 2;
const HAN = /(\p{Script=Han}(?:[^A-Za-z\n]*\p{Script=Han})?[。！？]?)/u;
/** A number that a word of calling stands before, "拨打 120 或 110", and that counts nothing. */
const CALL =
  /(?<=(?:热线|熱線|急救|报警|報警|火警|call|police|ambulance|fire|line|[拨撥打](?:打|电话|電話)?)[：:]? ?|\d{3,5}[^\d\n。；;]{0,6}(?:或|or) ?)(11[09]|12[02]|123\d\d)(?![\d,.]*\d|\s?[人名次元万萬亿億个個件期户戶年月天岁歲场場家位条條起宗例份多余餘%％])/i;

/** Text of which the Chinese is marked as `han`, for whoever has an English answer read aloud; without `han` as it is. */
export const marked = (text, han) =>
  han === undefined
    ? [text]
    : text.split(HAN).map((part, index) => (index % 2 === 1 ? make("span", { lang: han }, part) : part));

/** Text with lost characters shown as boxes and, when `cite` is given, "[1]" as a button. */
export function pieces(text, texts, cite, han) {
  return text.split(/(\[\d{1,2}\]|\uFFFD+)/).flatMap((piece) => {
    if (piece.startsWith("\uFFFD")) {
      return make(
        "span",
        { class: "gap", role: "img", "aria-label": texts.damaged, title: texts.damaged },
        "?",
      );
    }
    const number = /^\[(\d{1,2})\]$/.exec(piece)?.[1];
    return (number !== undefined && cite?.(Number(number))) || marked(piece, han);
  });
}

/** What a command is called here, "/case 2026-000001" → "查看 2026-000001"; undefined when it is none. */
export function commandName(text, texts, about = "") {
  const [, name, rest = ""] = /^\/([a-z]+)(?: (.*))?$/s.exec(text) ?? [];
  if (name === undefined) return undefined;
  const [first, ...others] = rest.split(" ");
  const double = texts.commands[`${name}-${first}`];
  const label = double ?? texts.commands[name];
  if (label === undefined) return undefined;
  const said = double === undefined ? rest : others.join(" ");
  // A case that the message is about need not be named on every button below it.
  const more = said
    .split(" ")
    .filter((word) => word !== "" && !(CASE_NUMBER.test(word) && about.includes(word)));
  return [label, ...more].join(" ");
}

/** The suggestions, with taking back the last paper where the member is asked whether these were all. */
function offered({ kind, text, suggestions, locale }, texts) {
  const { done, drop } = texts.papers[locale] ?? {};
  const given = kind === "form" && suggestions.includes(done) && !/(?<!\d)0(?!\d)/.test(text);
  return given ? [...suggestions, drop] : suggestions;
}

/**
 * The suggestions as they are shown: `choices` stand for lines of the text, which `lines` names by index and which need
 * not be shown while the choices are; `chips` are the rest. Each has `send`, `label` and sometimes `badge` or `code`.
 */
export function planOf(reply, texts) {
  const { kind, text } = reply;
  const suggestions = offered(reply, texts);
  const said = text.split("\n");
  const options = new Map();
  for (const [index, line] of said.entries()) {
    const [, number, name] = OPTION.exec(line) ?? [];
    if (number !== undefined && !VALUE.test(line)) options.set(Number(number), { index, name });
  }
  const cases = suggestions.filter((one) => CASE_NUMBER.test(one));
  const find = (send) => {
    for (const [badge, { index, name }] of options)
      if (name === send) return { send, label: name, badge, index };
    if (!send.startsWith("/")) return undefined;
    const option = options.get(Number(/ (\d{1,2})$/.exec(send)?.[1]));
    if (option !== undefined)
      return { send, label: option.name, badge: / (\d+)$/.exec(send)[1], index: option.index };
    const number = CASE_NUMBER.exec(send)?.[0];
    const index = said.findIndex((line, at) => at > 0 && number !== undefined && line.includes(number));
    const once = cases.filter((one) => one.includes(number)).length === 1;
    return index > 0 && once ? { send, label: said[index], index } : undefined;
  };
  const found = kind === "answer" ? [] : suggestions.map(find).filter(Boolean);
  // Numbers that were not offered for want of room can be tapped as well.
  const counted = found.find(({ send, badge }) => badge !== undefined && send.startsWith("/"));
  for (const [badge, { index, name }] of counted === undefined ? [] : options) {
    const send = counted.send.replace(/\d+$/, badge);
    if (!found.some((one) => one.send === send)) found.push({ send, label: name, badge, index });
  }
  const choices = found.length > 1 || found.some(({ badge }) => badge === undefined) ? found : [];
  const taken = new Set(choices.map(({ send }) => send));
  const covered = [...options.values()].every(({ index }) => choices.some((one) => one.index === index));
  return {
    choices,
    lines: covered ? new Set(choices.map(({ index }) => index)) : new Set(),
    chips: suggestions
      .filter((send) => !taken.has(send))
      .map((send) => {
        // A paper is called what its line in the text calls it.
        const paper = /^\/paper .* (\d+)$/.exec(send)?.[1];
        const line = paper && said.find((one) => new RegExp(`^\\D{1,12}${paper}(?:：|: )`).test(one));
        if (line) return { send, label: line };
        const label = commandName(send, texts, text);
        return label === undefined ? { send, label: send } : { send, label, code: /^\/[a-z]+/.exec(send)[0] };
      }),
  };
}

/** The progress that a form's text ends with, taken out of it: `{ text, step?, number?, of? }`. */
export function stepOf({ kind, text }, texts) {
  if (kind !== "form") return { text };
  for (const template of texts.steps) {
    const pattern = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(number|of)\}/g, "(?<$1>\\d+)");
    const found = new RegExp(`\\s*(?<step>${pattern})\\s*$`).exec(text);
    if (found !== null) {
      const { step, number, of } = found.groups;
      return { text: text.slice(0, found.index), step: step.replace(/^[（(]|[）)]$/g, ""), number, of };
    }
  }
  return { text };
}

/** The inside of a reply's bubble. Lines in `plan.lines` stand in `.options`, to be hidden while they can be tapped. */
export function bodyOf(reply, plan, texts, cite) {
  const { text, step, number, of } = stepOf(reply, texts);
  const said = text.split("\n");
  const plain = reply.kind === "answer";
  const han = hanOf(reply);
  const isValue = (line) =>
    !plain && (VALUE.test(line) || PART.test(line)) && !PAPER.test(line) && !SUM.test(line);
  const inList = new Set();
  for (let start = 0; start < said.length; start++) {
    let end = start;
    while (end < said.length && isValue(said[end])) end++;
    if (end - start >= LIST) for (let at = start; at < end; at++) inList.add(at);
    start = Math.max(start, end - 1);
  }
  const nodes = [];
  /** Blocks break the line by themselves. */
  let afterBlock = true;
  const block = (node) => {
    nodes.push(node);
    afterBlock = true;
  };
  for (const [index, line] of said.entries()) {
    const heading = HEADING.exec(line)?.[1];
    const paper = PAPER.exec(line)?.[0];
    if (heading !== undefined)
      block(make("span", { class: "about" }, ...pieces(heading, texts, undefined, han)));
    else if (paper !== undefined) {
      const name = line.replace(paper, "").trim() || texts.file;
      block(make("a", { class: "paper", href: paper, target: "_blank", rel: "noopener" }, name));
    } else if (inList.has(index)) {
      const [, label, value] = PART.exec(line) ?? VALUE.exec(line);
      const apart = said[index - 1] === "" ? " apart" : "";
      block(
        make(
          "span",
          { class: `row${apart}` },
          make("span", { class: "label" }, label),
          make("span", {}, value),
        ),
      );
    } else if (!plain && SUM.test(line)) block(make("span", { class: "sum" }, line));
    else if (plan.lines.has(index)) {
      const open = nodes.at(-1);
      if (open?.className === "options") open.append(`\n${line}`);
      else block(make("span", { class: "options" }, line));
    } else {
      nodes.push(...(afterBlock ? [] : ["\n"]), ...lineOf(line, texts, plain, cite, han));
      afterBlock = false;
    }
  }
  if (step !== undefined) {
    const bar = make("progress", { value: number, max: of, "aria-hidden": "true" });
    nodes.push(make("span", { class: "step" }, bar, step));
  }
  return nodes;
}

/** What Chinese is marked as in a reply; undefined where it is the reply's own language. */
export const hanOf = ({ locale, citations }) =>
  locale === "en" ? (citations[0]?.lang ?? "zh-Hans") : undefined;

/** A line of prose: numbers to call can be tapped, and a case number stands out. */
function lineOf(line, texts, plain, cite, han) {
  return line.split(CALL).flatMap((part, index) => {
    if (index % 2 === 1) return make("a", { class: "call", href: `tel:${part}` }, part);
    if (plain) return pieces(part, texts, cite, han);
    return part
      .split(/(?<!\d)(\d{4}-\d{6})(?!\d)/)
      .flatMap((one, at) =>
        at % 2 === 1 ? make("strong", { class: "case-number" }, one) : pieces(one, texts, cite, han),
      );
  });
}
