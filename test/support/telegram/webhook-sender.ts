// Brings updates to a webhook as Telegram does: one at a time of a chat, chats beside each other, again when it is not
// answered with 2xx.
import type { Update, World } from "./world.ts";

/** Milliseconds until an update is brought again; Telegram's first waits are seconds. */
const AGAIN = 30;

export function createWebhookSender(world: World) {
  const busy = new Set<string>();
  const under = new Set<number>();
  let handler: ((request: Request) => Promise<Response | undefined>) | undefined;

  const chatOf = (update: Update): string =>
    JSON.stringify(update).match(/"chat":\{"id":(-?\d+)/)?.[1] ?? "none";

  async function bring(update: Update, taken: (update: number) => void): Promise<void> {
    const { url, secret } = world.webhook;
    const response = await handler?.(
      new Request(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(secret === undefined ? {} : { "x-telegram-bot-api-secret-token": secret }),
        },
        body: JSON.stringify(update),
      }),
    ).catch(() => undefined);
    if (response?.ok === true) return taken(update.update_id);
    world.webhook.lastError = {
      date: Math.floor(Date.now() / 1_000),
      message: `Wrong response from the webhook: ${response?.status ?? "Connection refused"}`,
    };
    await new Promise((done) => setTimeout(done, AGAIN));
  }

  function wake(taken: (update: number) => void): void {
    if (handler === undefined || world.webhook.url === "") return;
    for (const update of world.updates) {
      const chat = chatOf(update);
      if (busy.has(chat) || under.has(update.update_id)) continue;
      busy.add(chat);
      under.add(update.update_id);
      void bring(update, taken).finally(() => {
        busy.delete(chat);
        under.delete(update.update_id);
        wake(taken);
      });
    }
  }

  return {
    wake,
    deliverTo(next: typeof handler) {
      handler = next;
    },
  };
}
