// telegraf's client, its requests carried by undici: telegraf's own node-fetch costs twice as much a call. What it throws can
// hold the token and a message's words, and is for api.ts alone.
import { Telegram, TelegramError } from "telegraf";
import type { Telegram as Methods } from "telegraf/types";
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import type { TelegramSettings } from "./settings.ts";

type CallOptions = NonNullable<Parameters<Telegram["callApi"]>[2]>;

/** Milliseconds that an idle connection is kept: somebody who writes again soon waits for no new handshake. */
const IDLE = 30_000;

/** As the Bot API answers (core.telegram.org/bots/api#making-requests). */
type Answer<Result> =
  | { readonly ok: true; readonly result: Result }
  | ({ readonly ok: false } & ConstructorParameters<typeof TelegramError>[0]);

class Client extends Telegram {
  readonly #dispatcher: Dispatcher;

  constructor(token: string, apiRoot: string, dispatcher: Dispatcher) {
    // The slash keeps the path of a root that has one.
    super(token, { apiRoot: `${apiRoot}/`, webhookReply: false });
    this.#dispatcher = dispatcher;
  }

  override async callApi<Method extends keyof Methods>(
    method: Method,
    payload: object,
    { signal }: CallOptions = {},
  ): Promise<ReturnType<Methods[Method]>> {
    const { origin, pathname } = new URL(`./bot${this.token}/${method}`, this.options.apiRoot);
    const { statusCode, body } = await this.#dispatcher.request({
      origin,
      path: pathname,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(payload),
      ...(signal === undefined ? {} : { signal }),
    });
    // A proxy's page, mostly.
    if (statusCode >= 500) {
      await body.dump();
      throw new TelegramError({ error_code: statusCode, description: "" });
    }
    const answer = (await body.json()) as Answer<ReturnType<Methods[Method]>>;
    if (!answer.ok) throw new TelegramError(answer);
    return answer.result;
  }
}

/**
 * `callApi` takes JSON alone: the bytes of a file would not arrive. It rejects with a TelegramError for what Telegram refuses
 * and for a status of 500 and more, with anything else when no answer came that can be read.
 */
export function createClient({
  token,
  apiRoot,
  throughProxy = false,
}: Pick<TelegramSettings, "token" | "apiRoot" | "throughProxy">): Telegram {
  const options = { keepAliveTimeout: IDLE };
  return new Client(token, apiRoot, throughProxy ? new EnvHttpProxyAgent(options) : new Agent(options));
}
