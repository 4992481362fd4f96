// What outlives the page in this tab: the draft, where the reader was, and since when the page speaks another language.
const PLACE = "gongyou.place";
const TURNED = "gongyou.turned";

export const session = {
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

/** `last()` gives the newest entry's sequence. */
export function createPlace({ talk, log, atEnd, last }) {
  const language = document.documentElement.lang;
  const before = JSON.parse(session.get(PLACE) ?? "null");
  if (before?.language !== undefined && before.language !== language) session.set(TURNED, before.last);

  addEventListener("pagehide", () => {
    const open = [...log.querySelectorAll("details[open]")].map(({ dataset }) => dataset.source);
    const place = { last: last(), top: talk.scrollTop, end: atEnd(), open, language };
    session.set(PLACE, JSON.stringify(place));
  });

  return {
    forget: () => session.set(TURNED, 0),
    /** The reply was said in another language, before the member changed the page's. */
    turned: ({ sequence, locale }) => sequence <= Number(session.get(TURNED)) && locale !== language,
    /** Back from a report, or in another language: the same place again. False when the newest is to be shown. */
    comeBack() {
      if (before === null || before.last !== last() || before.last === 0) return false;
      for (const source of log.querySelectorAll("details"))
        source.open = before.open.includes(source.dataset.source);
      if (before.end) return false;
      talk.scrollTop = before.top;
      return true;
    },
  };
}
