// Chosen files that are not up yet, kept in this browser so that a reload does not lose them. Where a browser forbids
// that, every function resolves with nothing and the files live in the page only.
let opened;

/** A random id; crypto.randomUUID is missing on plain http. */
export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

const open = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("gongyou", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function within(mode, act) {
  try {
    opened ??= open();
    const store = (await opened).transaction("files", mode).objectStore("files");
    return await new Promise((resolve, reject) => {
      const request = act(store);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch {
    return undefined;
  }
}

export const lay = (key, blob) => within("readwrite", (store) => store.put(blob, key));
export const fetchBack = (key) => within("readonly", (store) => store.get(key));
export const drop = (key) =>
  key === undefined ? undefined : within("readwrite", (store) => store.delete(key));
/** Files of a tab that was closed before they were sent stay in no one's browser. */
export async function dropOthers(keys) {
  for (const key of (await within("readonly", (store) => store.getAllKeys())) ?? []) {
    if (!keys.includes(key)) await drop(key);
  }
}
export const dropAll = () => within("readwrite", (store) => store.clear());
