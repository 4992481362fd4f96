// Which messages of a group are pages of one album: each page comes as a message of its own, and only the one with the
// caption says whom it is for. Kept in memory; after a restart a page stands for itself.

/** One page of an album that was sent into a group. */
export interface Page {
  readonly group: string;
  /** Telegram's media_group_id. */
  readonly album: string;
  /** The message's id. */
  readonly message: number;
}

export interface Albums {
  note(page: Page): void;
  /** All pages known of the album that the message belongs to, itself among them; only itself when it belongs to none. */
  pagesOf(group: string, message: number): readonly number[];
}

/** Milliseconds: what is older Telegram deletes for nobody but an administrator. */
const REMEMBERED = 48 * 3_600_000;
const MOST_ALBUMS = 2_000;
/** As many as an album has (core.telegram.org/bots/api#sendmediagroup). */
const MOST_PAGES = 10;

interface Known {
  readonly group: string;
  readonly at: number;
  readonly pages: number[];
}

/** `clock`: milliseconds that only grow. */
export function createAlbums(clock: () => number): Albums {
  /** By group and album, oldest first. */
  const known = new Map<string, Known>();

  function forget(): void {
    for (const [key, { at }] of known) {
      if (known.size <= MOST_ALBUMS && at + REMEMBERED > clock()) return;
      known.delete(key);
    }
  }

  return {
    note({ group, album, message }) {
      const key = `${group} ${album}`;
      const one = known.get(key) ?? { group, at: clock(), pages: [] };
      known.set(key, one);
      // Telegram may bring an update again.
      if (!one.pages.includes(message) && one.pages.length < MOST_PAGES) one.pages.push(message);
      forget();
    },
    pagesOf(group, message) {
      forget();
      const own = [...known.values()].find((one) => one.group === group && one.pages.includes(message));
      return own?.pages ?? [message];
    },
  };
}
