// The chat page: puts together the stream of events, the messages on their way and what the member does.
import { attach } from "./attach.js";
import { fill, make } from "./body.js";
import { connect } from "./connection.js";
import { createOutbox, post } from "./outbox.js";
import { createPlace, session } from "./place.js";
import { listen } from "./question.js";
import { memberMessage, offer, replyMessage, showRating } from "./render.js";
import { createStatus } from "./status.js";

const texts = JSON.parse(document.getElementById("texts").textContent);
const byId = (id) => document.getElementById(id);
const talk = byId("talk");
const log = byId("log");
const welcome = byId("welcome");
const question = byId("question");
const newest = byId("newest");
const startOver = byId("start-over");

/** Bubbles of messages the stream has not yet brought back, by message id. */
const own = new Map();
let ready = false;
let onServer = 0;

// --- where the reader is ---------------------------------------------------------------------------------------
const atEnd = () => talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80;
const toEnd = () => talk.scrollTo({ top: talk.scrollHeight });

/** Shows a new reply from its beginning, should it be longer than the screen. */
function toStartOf(message) {
  const top = message.getBoundingClientRect().top - talk.getBoundingClientRect().top + talk.scrollTop;
  talk.scrollTo({ top: Math.min(top - 12, talk.scrollHeight) });
}

const showNewest = () => {
  newest.hidden = atEnd() || log.childElementCount === 0;
};
talk.addEventListener("scroll", showNewest, { passive: true });
newest.addEventListener("click", toEnd);

// --- the talk ----------------------------------------------------------------------------------------------------
function tidy() {
  const empty = log.childElementCount === 0;
  // Until the talk has come, the server's guess stands: a browser that was here before waits for its talk.
  if (ready || !empty) welcome.hidden = !empty;
  startOver.hidden = empty;
  // Older suggestions belong to older answers; but news of a case does not take a question's choices away.
  const all = [...log.children].filter((message) => !message.matches(".unsent"));
  const said = all.findLastIndex((message) => message.matches(".member"));
  const offered = new Set();
  for (const [index, message] of [...all.entries()].reverse()) {
    if (!message.matches(".reply")) continue;
    const open = index > said && (index === all.length - 1 || message.matches(".form, .case"));
    offer(message, open);
    for (const button of open ? message.querySelectorAll("[data-send]") : []) {
      button.hidden = offered.has(button.dataset.send);
      offered.add(button.dataset.send);
    }
  }
}

const status = createStatus({ texts, follow: () => (atEnd() ? toEnd : undefined) });

function showSearching() {
  const waiting = onServer > 0 || [...own.values()].some((bubble) => bubble.dataset.state === "sent");
  const last = [...log.querySelectorAll(".reply")].at(-1);
  status.wait(waiting, last?.matches(".form, .case") ? texts.working : texts.searching);
}

/** Replies that come together are read from the first on. */
const TOGETHER = 1_500;
let batch;

function append(message) {
  const isReply = message.classList.contains("reply");
  const now = performance.now();
  if (!isReply) batch = undefined;
  else if (batch === undefined || now - batch.at > TOGETHER)
    batch = { first: message, follow: atEnd(), at: now };
  else batch.at = now;
  const follow = isReply ? batch.follow : atEnd();
  if (ready) message.classList.add("new");
  const [firstOwn] = own.values();
  log.insertBefore(message, firstOwn ?? null);
  tidy();
  if (!ready) return;
  if (isReply && follow) toStartOf(batch.first);
  else if (follow) toEnd();
  showNewest();
}

function showOwn(message, state, line) {
  let bubble = own.get(message.id);
  if (state === "gone") return remove(message.id);
  if (bubble === undefined) {
    if (state === "sent") return;
    bubble = memberMessage(message, texts);
    own.set(message.id, bubble);
    batch = undefined;
    log.append(bubble);
    toEnd();
  }
  const count = message.files?.length ?? 0;
  if (bubble.querySelectorAll(".file").length > count) {
    bubble.querySelector(".bubble").replaceWith(memberMessage(message, texts).firstElementChild);
  }
  const isStill = bubble.dataset.state === state;
  bubble.dataset.state = state;
  if (state === "sending" && message.part !== undefined) return showUpload(bubble, message.part);
  if (isStill && state === "sending") return;
  bubble.classList.toggle("unsent", state === "unsent" || state === "refused");
  bubble.querySelector(".state")?.remove();
  const told = { unsent: line ?? texts.unsent, refused: line ?? texts.refused }[state];
  if (told !== undefined) {
    const button = (label, click) => make("button", { type: "button", click }, label);
    const give = () => {
      outbox.drop(message.id);
      remove(message.id);
      settle();
    };
    const buttons = [
      ...(outbox.isHopeless(message) ? [] : [button(texts.retry, () => outbox.retry(message.id))]),
      ...(state === "refused" || count > 0 ? [button(texts.discard, give)] : []),
    ];
    bubble.append(make("div", { class: "state" }, make("span", {}, told), ...buttons));
    if (!isStill) status.tell(told);
  }
  tidy();
  if (told !== undefined && (atEnd() || state === "refused")) toEnd();
  showSearching();
}

function remove(id) {
  own.get(id)?.remove();
  own.delete(id);
  tidy();
}

/** How far a file is up; its words change only from file to file, so that they are read out once. */
function showUpload(bubble, { number, of, share }) {
  const told = fill(texts.uploading, { number, of });
  let row = bubble.querySelector(".state");
  if (row?.firstElementChild?.textContent !== told) {
    row?.remove();
    bubble.classList.remove("unsent");
    row = make(
      "div",
      { class: "state" },
      make("span", {}, told),
      make("progress", { max: 1, "aria-hidden": "true" }),
    );
    bubble.append(row);
    status.tell(told);
    if (atEnd()) toEnd();
  }
  row.lastElementChild.value = share;
}

const outbox = createOutbox(texts, showOwn, (chat) => connection.follow(chat));

/** The button that was tapped is gone; on a phone the keyboard should stay down. */
const settle = () =>
  (matchMedia("(pointer: coarse)").matches ? talk : question).focus({ preventScroll: true });

function ask(text, files) {
  outbox.add(text, files);
  toEnd();
}

function tap(text) {
  ask(text);
  settle();
}

async function rate(answer, rating) {
  const before = showRating(answer, rating);
  if (before === rating) return;
  const id = `${answer}-${rating}-${Date.now().toString(36)}`;
  const result = await post("/api/messages", { id, answer, rating }).catch(() => undefined);
  if (result?.status !== 202) showRating(answer, before);
}

const connection = connect({
  fresh() {
    ready = false;
    onServer = 0;
    log.setAttribute("aria-busy", "true");
    log.replaceChildren(...own.values());
  },
  member(entry) {
    outbox.drop(entry.id);
    const mine = own.get(entry.id);
    own.delete(entry.id);
    if (mine === undefined) return append(memberMessage(entry, texts));
    batch = undefined;
    // It stands where it was, unless others still on their way stand before it.
    mine.classList.remove("unsent");
    mine.querySelector(".state")?.remove();
    const [firstOwn] = own.values();
    if (firstOwn !== undefined && firstOwn.compareDocumentPosition(mine) & Node.DOCUMENT_POSITION_FOLLOWING) {
      log.insertBefore(mine, firstOwn);
    }
    tidy();
    showSearching();
  },
  reply(entry) {
    const message = replyMessage(entry, texts, { rate, ask: tap }, place.turned(entry));
    append(message);
    if (ready) status.reply(message, entry);
  },
  waiting({ count }) {
    onServer = count;
    showSearching();
    if (ready && count > 0 && atEnd()) toEnd();
  },
  rating({ answer, rating }) {
    showRating(answer, rating);
  },
  ready() {
    const first = !ready;
    ready = true;
    log.setAttribute("aria-busy", "false");
    tidy();
    if (first) {
      if (!place.comeBack() && log.childElementCount > 0) toEnd();
      showNewest();
    }
    outbox.run();
  },
  state: status.connection,
});
const place = createPlace({ talk, log, atEnd, last: connection.last });

const chosen = attach({ texts, session, say: status.tell, changed: () => box.measure() });
const box = listen({ texts, session, chosen, ask: (text) => ask(text, chosen.take()) });
outbox.begin(chosen.keys());

for (const example of document.querySelectorAll("[data-example]")) {
  example.addEventListener("click", () => tap(example.textContent.trim()));
}

// --- starting over -------------------------------------------------------------------------------------------------
const confirmation = byId("confirm");
startOver.addEventListener("click", () => {
  confirmation.returnValue = "no";
  confirmation.showModal();
});
confirmation.addEventListener("close", async () => {
  if (confirmation.returnValue !== "yes") return;
  const result = await post("/api/forget", {}).catch(() => undefined);
  if (result?.status !== 200) return status.bar(result?.message ?? texts.offline);
  outbox.clear();
  chosen.clear();
  place.forget();
  own.clear();
  connection.restart();
  question.focus();
});

// --- the phone's keyboard: browsers that do not shrink the page for it tell its size here ----------------------------
const view = window.visualViewport;
if (view && !("virtualKeyboard" in navigator)) {
  view.addEventListener("resize", () => {
    const follow = atEnd();
    document.documentElement.style.setProperty("--height", `${Math.round(view.height)}px`);
    scrollTo(0, 0);
    if (follow) toEnd();
  });
}
new ResizeObserver(() => {
  if (atEnd.before) toEnd();
}).observe(talk);
talk.addEventListener(
  "scroll",
  () => {
    atEnd.before = atEnd();
  },
  { passive: true },
);
