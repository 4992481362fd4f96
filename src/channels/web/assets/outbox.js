// Messages on their way: kept in this browser until the server has stored them, sent one after another, tried again
// with growing waits. The id is made here, so that a message sent twice is still one message. Files go up before the
// message that names them; one that is refused does not hold up the others.
import { fill } from "./body.js";
import { drop, dropAll, dropOthers, fetchBack, newId } from "./shelf.js";

const KEY = "gongyou.unsent";

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

/** Sends one file up; resolves with what `post` gives and the file's id. `told(share)` hears of the part that is up. */
function upload(file, name, told) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/files");
    request.responseType = "json";
    request.timeout = 600_000;
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("x-file-name", encodeURIComponent(name));
    request.upload.onprogress = ({ loaded, total }) => told(total > 0 ? loaded / total : 0);
    request.onloadend = () => {
      const { message, file: id } = request.response ?? {};
      resolve({
        status: request.status,
        message,
        id,
        wait: Number(request.getResponseHeader("retry-after")) || 0,
      });
    };
    request.send(file);
  });
}

/** As many as one message may name. */
const MOST_FILES = 12;
const isRefusal = (status) => status >= 400 && status < 500 && status !== 429;

/**
 * `show(message, state, line)` is called on every change; states: "sending" (with `message.part` while a file goes up),
 * "sent", "unsent", "refused", and "gone" once a refusal has been read. `stored(chat)` tells in which chat the server has put a message.
 */
export function createOutbox(texts, show, stored) {
  let messages = load();
  let running = false;
  let timer;
  let delay = 1;

  const keep = () =>
    save(
      messages
        .filter(({ state }) => state !== "sent")
        .map(({ id, text, files, line }) => ({
          id,
          text,
          line,
          files: files?.map(({ id: up, key, name, refused }) => ({ id: up, key, name, refused })),
        })),
    );

  /** Refused for its files: sending them again would change nothing. */
  const isHopeless = ({ files }) => files?.every(({ refused }) => refused) ?? false;

  /** Puts up what is not up yet; the first answer that is neither success nor refusal is given back. */
  async function sendUp(message) {
    const files = message.files ?? [];
    for (const [index, file] of files.entries()) {
      if (file.id !== undefined || file.refused !== undefined) continue;
      file.blob ??= await fetchBack(file.key);
      const { blob, name, key } = file;
      if (blob === undefined) file.refused = texts["files-lost"];
      else if (blob.size > texts.largest) file.refused = fill(texts["too-large"], { file: name });
      else {
        const tell = (share) => {
          if (!messages.includes(message)) return;
          message.part = { number: index + 1, of: files.length, share };
          show(message, "sending");
        };
        tell(0);
        const answer = await upload(blob, name, tell);
        message.part = undefined;
        if (answer.status === 201) file.id = answer.id;
        else if (isRefusal(answer.status)) file.refused = answer.message ?? texts.refused;
        else return answer;
      }
      void drop(key);
      keep();
    }
    return undefined;
  }

  /** Refused files become a message of their own, so that the others go. */
  function setApart(message) {
    const bad = (message.files ?? []).filter(({ refused }) => refused !== undefined);
    if (bad.length === 0) return;
    const line = [...new Set(bad.map(({ refused }) => refused))].join("\n");
    if (bad.length === message.files.length && message.text === "") return set(message, "refused", line);
    message.files = message.files.filter(({ refused }) => refused === undefined);
    if (message.files.length === 0) message.files = undefined;
    show(message, "sending");
    const apart = { id: newId(), text: "", files: bad };
    messages.push(apart);
    set(apart, "refused", line);
  }

  function sendMessage({ id, text, files }) {
    return post(
      "/api/messages",
      files === undefined ? { id, text } : { id, text, files: files.map((file) => file.id) },
    );
  }

  function set(message, state, line) {
    message.state = state;
    message.line = state === "refused" ? line : undefined;
    keep();
    show(message, state, line);
  }

  function remove(id) {
    for (const { key } of messages.find((one) => one.id === id)?.files ?? []) void drop(key);
    messages = messages.filter((one) => one.id !== id);
    keep();
  }

  /** Why files were refused has been read by the time that something else is sent. */
  function putAwayRefused() {
    for (const one of messages) {
      if (one.state !== "refused" || !isHopeless(one)) continue;
      remove(one.id);
      show(one, "gone");
    }
  }

  async function run() {
    if (running) return;
    running = true;
    clearTimeout(timer);
    for (;;) {
      const message = messages.find(({ state }) => state !== "sent" && state !== "refused");
      if (message === undefined) break;
      if (message.state !== "unsent") set(message, "sending");
      const stuck = await sendUp(message);
      if (!messages.includes(message)) continue;
      if (stuck === undefined) setApart(message);
      if (message.state === "refused") continue;
      const answer = stuck ?? (await sendMessage(message).catch(() => undefined));
      if (!messages.includes(message)) continue;
      if (answer?.status === 202) {
        delay = 1;
        set(message, "sent");
        stored(answer.chat);
      } else if (answer !== undefined && isRefusal(answer.status)) {
        set(message, "refused", answer.message);
      } else {
        set(message, "unsent", answer?.status === 429 ? answer.message : undefined);
        // What stands behind it is not on its way either.
        for (const one of messages) if (one.state === "sending") set(one, "unsent");
        timer = setTimeout(run, Math.max(answer?.wait ?? 0, delay) * 1000);
        delay = Math.min(delay * 2, 30);
        break;
      }
    }
    running = false;
  }

  return {
    /** What waited when the page was opened; of all other files only those with the `keys` are kept. */
    begin(keys) {
      void dropOthers([...keys, ...messages.flatMap(({ files = [] }) => files.map(({ key }) => key))]);
      for (const message of messages) {
        if (isHopeless(message)) set(message, "refused", message.line);
        else show(message, "unsent");
      }
      void run();
    },
    /** `files` are `{ blob, name, key }`, on the shelf already. */
    add(text, files = []) {
      putAwayRefused();
      const message = {
        id: newId(),
        text,
        ...(files.length === 0 ? {} : { files: files.slice(0, MOST_FILES) }),
      };
      messages.push(message);
      set(message, "sending");
      if (files.length > MOST_FILES) return this.add("", files.slice(MOST_FILES));
      void run();
    },
    isHopeless,
    retry(id) {
      const message = messages.find((one) => one.id === id);
      if (message === undefined) return;
      // The server no longer has them when it refuses the message that names them.
      if (message.state === "refused") for (const file of message.files ?? []) file.id = undefined;
      set(message, "unsent");
      void run();
    },
    /** The server has it, or the member gave it up. */
    drop: remove,
    clear() {
      messages = [];
      keep();
      void dropAll();
    },
    run: () => void run(),
  };
}
