// Messages on their way: kept in this browser until the server has stored them, sent one after another, tried again
// with growing waits. The id is made here, so that a message sent twice is still one message.

const KEY = "gongyou.unsent";

/** A random id; crypto.randomUUID is missing on plain http. */
const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept)
      ? kept.filter(({ id, text }) => typeof id === "string" && typeof text === "string")
      : [];
  } catch {
    return [];
  }
}

function save(messages) {
  try {
    localStorage.setItem(KEY, JSON.stringify(messages));
  } catch {
    // Storage is full or forbidden: the message still goes, it only would not outlive the page.
  }
}

export async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const said = await answer.json().catch(() => ({}));
  const { message, chat } = said;
  return { status: answer.status, message, chat, wait: Number(answer.headers.get("retry-after")) || 0 };
}

/**
 * `show(message, state, line)` is called on every change; states: "sending", "sent", "unsent", "refused".
 * `stored(chat)` tells in which chat the server has put a message.
 */
export function createOutbox(show, stored) {
  let messages = load();
  let running = false;
  let timer;
  let delay = 1;

  const keep = () =>
    save(messages.filter(({ state }) => state !== "sent").map(({ id, text }) => ({ id, text })));

  function set(message, state, line) {
    message.state = state;
    keep();
    show(message, state, line);
  }

  async function run() {
    if (running) return;
    running = true;
    clearTimeout(timer);
    for (;;) {
      const message = messages.find(({ state }) => state !== "sent" && state !== "refused");
      if (message === undefined) break;
      if (message.state !== "unsent") set(message, "sending");
      const answer = await post("/api/messages", { id: message.id, text: message.text }).catch(
        () => undefined,
      );
      if (!messages.includes(message)) continue;
      if (answer?.status === 202) {
        delay = 1;
        set(message, "sent");
        stored(answer.chat);
      } else if (
        answer !== undefined &&
        answer.status >= 400 &&
        answer.status < 500 &&
        answer.status !== 429
      ) {
        set(message, "refused", answer.message);
      } else {
        set(message, "unsent", answer?.status === 429 ? answer.message : undefined);
        timer = setTimeout(run, Math.max(answer?.wait ?? 0, delay) * 1000);
        delay = Math.min(delay * 2, 30);
        break;
      }
    }
    running = false;
  }

  return {
    /** What waited when the page was opened. */
    begin() {
      for (const message of messages) show(message, "unsent");
      void run();
    },
    add(text) {
      const message = { id: newId(), text };
      messages.push(message);
      set(message, "sending");
      void run();
    },
    retry(id) {
      const message = messages.find((one) => one.id === id);
      if (message !== undefined) set(message, "unsent");
      void run();
    },
    /** The server has it, or the member gave it up. */
    drop(id) {
      messages = messages.filter((one) => one.id !== id);
      keep();
    },
    clear() {
      messages = [];
      keep();
    },
    run: () => void run(),
  };
}
