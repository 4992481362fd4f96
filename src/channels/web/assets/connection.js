// The stream of events from the server: reopened after every break, always asking for what came after the last entry.

const STALE_MS = 30_000;

/** `on` has one function per event, and `state("open" | "broken")`. */
export function connect(on) {
  let source;
  let timer;
  let delay = 0.5;
  let last = 0;
  let chat = "";
  let hiddenAt = 0;

  function open() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(
      last === 0 ? "/api/events" : `/api/events?chat=${encodeURIComponent(chat)}&after=${last}`,
    );
    const hear = (name, handle) => source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    hear("hello", (data) => {
      if (data.after === 0 || data.chat !== chat) {
        last = 0;
        on.fresh();
      }
      chat = data.chat;
      last = data.after;
    });
    for (const name of ["member", "reply"]) {
      hear(name, (data) => {
        if (data.sequence <= last) return;
        last = data.sequence;
        on[name](data);
      });
    }
    for (const name of ["waiting", "rating"]) hear(name, on[name]);
    hear("ready", () => {
      delay = 0.5;
      on.state("open");
      on.ready();
    });
    hear("forgotten", () => {
      // Started over, perhaps in another tab, whose answer with the new cookie is still on its way.
      source.close();
      last = 0;
      on.fresh();
      timer = setTimeout(open, 500);
    });
    source.onerror = () => {
      source.close();
      on.state("broken");
      timer = setTimeout(open, delay * 1000 * (0.75 + Math.random() / 2));
      delay = Math.min(delay * 2, 15);
    };
  }

  addEventListener("online", open);
  addEventListener("offline", () => on.state("broken"));
  addEventListener("pageshow", (event) => event.persisted && open());
  // A phone that slept has often lost the connection without being told.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > STALE_MS) open();
  });
  open();
  return {
    restart() {
      last = 0;
      open();
    },
    /** Messages went to this chat: listen to it, should it not be the one that is open. */
    follow(stored) {
      if (stored !== undefined && chat !== "" && stored !== chat) this.restart();
    },
    last: () => last,
  };
}
