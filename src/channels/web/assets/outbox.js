// Messages on their way: kept in this browser until the server has stored them, sent one after another, tried again
// with growing waits. The id is made here, so that a message sent twice is still one message. Files go up before the
// message that names them; until they are up they live in this page only.

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

/** Sends one file up; gives what `post` gives, with the file's id. */
async function upload(file) {
  const answer = await fetch("/api/files", {
    method: "POST",
    headers: { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent(file.name) },
    body: file,
    signal: AbortSignal.timeout(180_000),
  });
  const { message, file: id } = await answer.json().catch(() => ({}));
  return { status: answer.status, message, id, wait: Number(answer.headers.get("retry-after")) || 0 };
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
    save(
      messages
        .filter(
          ({ state, files }) => state !== "sent" && (files ?? []).every((file) => file.id !== undefined),
        )
        .map(({ id, text, files }) => ({
          id,
          text,
          files: files?.map((file) => ({ id: file.id, name: file.name })),
        })),
    );

  /** Puts up what is not up yet; the first answer that is no success is given back. */
  async function sendUp(message) {
    for (const file of message.files ?? []) {
      if (file.id !== undefined) continue;
      const answer = await upload(file.blob).catch(() => undefined);
      if (answer?.status !== 201) return answer ?? { status: 0 };
      file.id = answer.id;
    }
    return undefined;
  }

  function sendMessage({ id, text, files }) {
    return post(
      "/api/messages",
      files === undefined ? { id, text } : { id, text, files: files.map((file) => file.id) },
    );
  }

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
      const answer = (await sendUp(message)) ?? (await sendMessage(message).catch(() => undefined));
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
    add(text, blobs = []) {
      const files = blobs.map((blob) => ({ blob, name: blob.name }));
      const message = { id: newId(), text, ...(files.length === 0 ? {} : { files }) };
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
