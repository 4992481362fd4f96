// The chat page: puts together the stream of events, the messages on their way and what the member does.
import { connect } from "./connection.js";
import { createOutbox, post } from "./outbox.js";
import { listen } from "./question.js";
import { make, memberMessage, replyMessage, showRating } from "./render.js";

const texts = JSON.parse(document.getElementById("texts").textContent);
const byId = (id) => document.getElementById(id);
const talk = byId("talk");
const log = byId("log");
const welcome = byId("welcome");
const searching = byId("searching");
const question = byId("question");
const newest = byId("newest");
const startOver = byId("start-over");
const bar = byId("connection");
const PLACE = "gongyou.place";

/** Bubbles of messages the stream has not yet brought back, by message id. */
const own = new Map();
let ready = false;
let onServer = 0;

const session = {
  get(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // Without storage a draft does not outlive the page.
    }
  },
};

// --- where the reader is ---------------------------------------------------------------------------------------
const atEnd = () => talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80;
const toEnd = () => talk.scrollTo({ top: talk.scrollHeight });

/** Shows a new reply from its beginning, should it be longer than the screen. */
function toStartOf(message) {
  const top = message.getBoundingClientRect().top - talk.getBoundingClientRect().top + talk.scrollTop;
  talk.scrollTo({ top: Math.min(top - 12, talk.scrollHeight) });
}

const showNewest = () => {
  newest.hidden = atEnd();
};
talk.addEventListener("scroll", showNewest, { passive: true });
newest.addEventListener("click", toEnd);

// --- the talk ----------------------------------------------------------------------------------------------------
function tidy() {
  const empty = log.childElementCount === 0;
  // Until the talk has come, the server's guess stands: a browser that was here before waits for its talk.
  if (ready || !empty) welcome.hidden = !empty;
  startOver.hidden = empty;
  // Older suggestions belong to older answers.
  const replies = [...log.querySelectorAll(".reply")];
  for (const next of log.querySelectorAll(".next")) {
    next.hidden = next.parentElement !== replies.at(-1) || log.lastElementChild !== next.parentElement;
  }
}

function showSearching() {
  const waiting = onServer > 0 || [...own.values()].some((bubble) => bubble.dataset.state === "sent");
  if (waiting === searching.hasChildNodes()) return;
  searching.replaceChildren();
  clearTimeout(showSearching.timer);
  if (!waiting) return;
  const line = make("span", {}, texts.searching);
  searching.append(
    make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")),
    line,
  );
  showSearching.timer = setTimeout(() => {
    line.textContent = texts["searching-long"];
  }, 8_000);
}

function append(message) {
  const follow = atEnd();
  if (ready) message.classList.add("new");
  const [firstOwn] = own.values();
  log.insertBefore(message, firstOwn ?? null);
  tidy();
  if (!ready) return;
  if (message.classList.contains("reply") && follow) toStartOf(message);
  else if (follow) toEnd();
  showNewest();
}

function showOwn(message, state, line) {
  let bubble = own.get(message.id);
  if (bubble === undefined) {
    if (state === "sent") return;
    bubble = memberMessage(message, texts);
    own.set(message.id, bubble);
    log.append(bubble);
    tidy();
    toEnd();
  }
  bubble.dataset.state = state;
  bubble.classList.toggle("unsent", state === "unsent" || state === "refused");
  bubble.querySelector(".state")?.remove();
  const told = { unsent: line ?? texts.unsent, refused: line ?? texts.refused }[state];
  if (told !== undefined) {
    const row = make("div", { class: "state" }, told);
    const button = (label, click) => make("button", { type: "button", click }, label);
    row.append(button(texts.retry, () => outbox.retry(message.id)));
    if (state === "refused") {
      row.append(
        button(texts.discard, () => {
          outbox.drop(message.id);
          own.delete(message.id);
          bubble.remove();
          tidy();
          question.focus();
        }),
      );
    }
    bubble.append(row);
    if (atEnd()) toEnd();
  }
  showSearching();
}

const outbox = createOutbox(showOwn, (chat) => connection.follow(chat));

function ask(text) {
  outbox.add(text);
  toEnd();
}

// Chosen photos and files go at once, as in every chat; several chosen together are one message.
const MOST_FILES = 12;
const picker = byId("files");
byId("attach").addEventListener("click", () => picker.click());
picker.addEventListener("change", () => {
  const chosen = [...picker.files];
  for (let from = 0; from < chosen.length; from += MOST_FILES) {
    outbox.add("", chosen.slice(from, from + MOST_FILES));
  }
  picker.value = "";
  toEnd();
});

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
    append(replyMessage(entry, texts, { rate, ask }));
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
      if (!comeBack() && log.childElementCount > 0) toEnd();
      showNewest();
    }
    outbox.run();
  },
  state(state) {
    clearTimeout(bar.timer);
    if (state === "open") bar.textContent = "";
    // A short break is not worth a word.
    else
      bar.timer = setTimeout(
        () => (bar.textContent = navigator.onLine ? texts.reconnecting : texts.offline),
        1_200,
      );
  },
});
outbox.begin();

// --- back from a report, or in another language: the same place again ----------------------------------------------
addEventListener("pagehide", () => {
  const open = [...log.querySelectorAll("details[open]")].map(({ dataset }) => dataset.source);
  session.set(PLACE, JSON.stringify({ last: connection.last(), top: talk.scrollTop, end: atEnd(), open }));
});

function comeBack() {
  const place = JSON.parse(session.get(PLACE) ?? "null");
  if (place === null || place.last !== connection.last() || place.last === 0) return false;
  for (const source of log.querySelectorAll("details"))
    source.open = place.open.includes(source.dataset.source);
  if (place.end) return false;
  talk.scrollTop = place.top;
  return true;
}

listen({ texts, session, ask });
for (const example of document.querySelectorAll("[data-example]")) {
  example.addEventListener("click", () => {
    ask(example.textContent.trim());
    // The button is gone now; on a phone the keyboard should stay down.
    (matchMedia("(pointer: coarse)").matches ? talk : question).focus({ preventScroll: true });
  });
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
  if (result?.status !== 200) return void (bar.textContent = result?.message ?? texts.offline);
  outbox.clear();
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
