// The platform's endpoints that are used, each within its limits: paced, a wait that is asked for is kept, a token that ran
// out is renewed once, and a platform that does not answer is left alone for a while.
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { Pacer, Window } from "../pacing.ts";
import type { Breaker } from "./breaker.ts";
import { appErrorOf, failureOf, meaningOf } from "./failures.ts";
import type { ApiRequest, Sdk } from "./sdk.ts";
import type { KnownState } from "./state.ts";

/** Where a message goes: as an answer to another one, or to a person or a group. */
export type Place = { readonly to: string } | { readonly openId: string } | { readonly group: string };

export interface Sending {
  readonly place: Place;
  /** Whose limit it counts against: the person or the group. */
  readonly chat: string;
  readonly content: string;
  /** The same for the same message, at most 50 characters. */
  readonly uuid: string;
}

export interface Group {
  readonly owner: string | undefined;
  readonly managers: readonly string[];
}

/** All throw AppError channel.*. */
export interface Api {
  /** Resolves with the message's id. */
  send(sending: Sending): Promise<string>;
  edit(message: string, chat: string, content: string): Promise<void>;
  remove(message: string): Promise<void>;
  /** The open id of our bot. */
  ownId(): Promise<string>;
  group(id: string): Promise<Group>;
  /** Whether a message was sent by us. */
  isOurs(message: string): Promise<boolean>;
  /** The chat a message stands in; undefined when the platform does not say. */
  chatOf(message: string): Promise<string | undefined>;
  file(message: string, key: string, kind: string): Promise<Uint8Array>;
}

export interface ApiOptions {
  readonly sdk: Pick<Sdk, "request" | "renew">;
  readonly appId: string;
  readonly pacer: Pacer;
  readonly breaker: Breaker;
  readonly state: KnownState;
}

const SECOND = 1_000;
const MINUTE = 60_000;
/** Waits a request may be asked for before it is given back to be sent later. */
const MOST_WAITS = 6;
const WAIT = 1_000;

const app = (api: string): Window[] => [
  { key: `feishu ${api}`, most: 50, milliseconds: SECOND },
  { key: `feishu ${api}`, most: 1_000, milliseconds: MINUTE },
];
const chatWindow = (chat: string): Window => ({ key: `feishu chat ${chat}`, most: 5, milliseconds: SECOND });

const Sent = z.object({ data: z.object({ message_id: z.string() }) });
const Bot = z.object({ bot: z.object({ open_id: z.string().min(1) }) });
const Chat = z.object({
  data: z.object({ owner_id: z.string().optional(), user_manager_id_list: z.array(z.string()).default([]) }),
});
const Messages = z.object({
  data: z.object({
    items: z
      .array(
        z.object({
          chat_id: z.string().optional(),
          sender: z.object({ id: z.string(), sender_type: z.string() }),
        }),
      )
      .min(1),
  }),
});

export function createApi({ sdk, appId, pacer, breaker, state }: ApiOptions): Api {
  async function call(request: ApiRequest): Promise<unknown> {
    if (!breaker.open()) throw new AppError("channel.unreachable", { retryable: true });
    for (let renewed = false; ; renewed = true) {
      try {
        const body = await sdk.request(request);
        breaker.good();
        state.say("requests", undefined);
        return body;
      } catch (cause) {
        const failure = failureOf(cause);
        const meaning = meaningOf(failure);
        if (meaning === "unreachable") breaker.bad();
        else breaker.good();
        if (meaning === "token" && !renewed) {
          await sdk.renew();
          continue;
        }
        if (meaning === "token" || meaning === "unauthorized") state.say("requests", "unauthorized");
        throw failure;
      }
    }
  }

  async function paced(
    windows: readonly [Window, ...Window[]],
    limit: { readonly chat: string; readonly app: string },
    request: ApiRequest,
  ): Promise<unknown> {
    for (let waits = 0; ; waits++) {
      try {
        return await pacer.run(windows, () => call(request));
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        const failure = failureOf(cause);
        const meaning = meaningOf(failure);
        const limited = meaning === "chat-limit" || meaning === "app-limit";
        if (!limited || waits >= MOST_WAITS) throw appErrorOf(failure);
        const key = meaning === "chat-limit" ? limit.chat : limit.app;
        pacer.hold(key, failure.wait ?? WAIT * 2 ** waits);
      }
    }
  }

  const sends = async (chat: string, request: ApiRequest): Promise<unknown> => {
    const own = chatWindow(chat);
    return paced([own, ...app("send")], { chat: own.key, app: "feishu send" }, request);
  };
  const others = async (api: string, own: Window, request: ApiRequest): Promise<unknown> =>
    paced([own, ...app(api)], { chat: own.key, app: `feishu ${api}` }, request);
  const each = (api: string, id: string): Window => ({
    key: `feishu ${api} ${id}`,
    most: 5,
    milliseconds: SECOND,
  });
  async function read(message: string) {
    const path = `open-apis/im/v1/messages/${encodeURIComponent(message)}`;
    const body = await others("read", each("read", message), { method: "GET", path });
    return parsed(Messages, body).data.items[0];
  }

  return {
    async send({ place, chat, content, uuid }) {
      const data = { msg_type: "interactive", content, uuid };
      const request: ApiRequest =
        "to" in place
          ? { method: "POST", path: `open-apis/im/v1/messages/${encodeURIComponent(place.to)}/reply`, data }
          : {
              method: "POST",
              path: "open-apis/im/v1/messages",
              params: { receive_id_type: "openId" in place ? "open_id" : "chat_id" },
              data: { ...data, receive_id: "openId" in place ? place.openId : place.group },
            };
      return parsed(Sent, await sends(chat, request)).data.message_id;
    },
    async edit(message, chat, content) {
      // Beside the limit of the message, which is as narrow, so that an edit and a send of one chat keep their order.
      const own = chatWindow(chat);
      const path = `open-apis/im/v1/messages/${encodeURIComponent(message)}`;
      const windows = [own, each("message", message), ...app("edit")] as const;
      const limit = { chat: own.key, app: "feishu edit" };
      await paced(windows, limit, { method: "PATCH", path, data: { content } });
    },
    async remove(message) {
      const path = `open-apis/im/v1/messages/${encodeURIComponent(message)}`;
      await others("remove", each("remove", message), { method: "DELETE", path });
    },
    async ownId() {
      const body = await others("bot", each("bot", ""), { method: "GET", path: "open-apis/bot/v3/info" });
      return parsed(Bot, body).bot.open_id;
    },
    async group(id) {
      const request: ApiRequest = {
        method: "GET",
        path: `open-apis/im/v1/chats/${encodeURIComponent(id)}`,
        params: { user_id_type: "open_id" },
      };
      const { owner_id, user_manager_id_list } = parsed(
        Chat,
        await others("chats", each("chats", id), request),
      ).data;
      return { owner: owner_id, managers: user_manager_id_list };
    },
    async isOurs(message) {
      const sender = (await read(message))?.sender;
      return sender?.sender_type === "app" && sender.id === appId;
    },
    chatOf: async (message) => (await read(message))?.chat_id,
    async file(message, key, kind) {
      const path = `open-apis/im/v1/messages/${encodeURIComponent(message)}/resources/${encodeURIComponent(key)}`;
      const request: ApiRequest = { method: "GET", path, params: { type: kind }, file: true };
      try {
        const bytes = await pacer.run([each("files", message), ...app("files")], () => call(request));
        return z.instanceof(Uint8Array).parse(bytes);
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        throw failureOf(cause);
      }
    },
  };
}

/** An answer of another shape is no answer. */
function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const { success, data } = shape.safeParse(body);
  if (!success) throw new AppError("channel.unreachable", { retryable: true });
  return data;
}
