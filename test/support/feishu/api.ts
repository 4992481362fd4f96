// The endpoints of open.feishu.cn that the channel uses, with their limits and codes.
import { z } from "zod";
import { type createLimits, sendWindows } from "./limits.ts";
import { readCard } from "./render.ts";
import { APP_ID, BOT, type Message, NAMED, newId, type World } from "./world.ts";

export interface Answer {
  readonly status?: number;
  readonly body: object | Uint8Array;
  readonly headers?: Record<string, string>;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly body: string;
}

export interface ApiOptions {
  readonly world: World;
  readonly limits: ReturnType<typeof createLimits>;
  readonly now: () => number;
  readonly endpoint: () => { readonly url: string; readonly config: object; readonly count: number };
}

const MOST_BODY = 30 * 1024;
const refuse = (code: number, status = 400): Answer => ({ status, body: { code, msg: `refused ${code}` } });
const data = (content: object): Answer => ({ body: { code: 0, msg: "success", data: content } });
const Sent = z.strictObject({
  receive_id: z.string().optional(),
  msg_type: z.literal("interactive"),
  content: z.string(),
  uuid: z.string().min(1).max(50),
});
const Changed = z.strictObject({ content: z.string() });

export function createApi({ world, limits, now, endpoint }: ApiOptions) {
  const violation = (what: string): void => void world.violations.push(what);

  function limited(api: string, chat: string): Answer | undefined {
    if (limits.take(sendWindows(api, chat))) return undefined;
    violation(`too many requests of ${api} to ${chat}`);
    return { ...refuse(99991400, 429), headers: { "x-ogw-ratelimit-reset": "1" } };
  }

  function login(body: string): Answer {
    const { app_id, app_secret } = JSON.parse(body) as Record<string, string>;
    if (app_id !== APP_ID) return refuse(10003, 200);
    if (app_secret !== world.app.secret) return refuse(10014, 200);
    const token = `t-${newId("token")}`;
    world.tokens.set(token, now() + 7_200_000);
    world.tokensGiven++;
    return { body: { code: 0, msg: "ok", tenant_access_token: token, expire: 7_200 } };
  }

  function connect(body: string): Answer {
    const { AppID, AppSecret } = JSON.parse(body) as Record<string, string>;
    // As the platform does it: no data beside a refusal.
    if (AppID !== APP_ID || AppSecret !== world.app.secret)
      return { body: { code: 514, msg: "auth failed" } };
    const { url, config, count } = endpoint();
    if (count >= 50) return { body: { code: 1000040350, msg: "too many connections" } };
    return { body: { code: 0, msg: "", data: { URL: url, ClientConfig: config } } };
  }

  /** The code for a chat that takes nothing. */
  function closed(chat: string): number | undefined {
    if (!chat.startsWith("oc_")) return world.unreachable.get(chat);
    const group = world.groups.get(chat);
    if (group === undefined) return 232009;
    return group.bot === undefined ? 230002 : undefined;
  }

  function send(chat: string, body: string, repliesTo: string | undefined): Answer {
    const parsed = Sent.safeParse(JSON.parse(body));
    if (!parsed.success) {
      violation(`a message of a wrong form: ${parsed.error.issues[0]?.path.join(".") ?? ""}`);
      return refuse(230001);
    }
    if (Buffer.byteLength(body) > MOST_BODY) {
      violation("a card over 30 KB");
      return refuse(230025);
    }
    const over = limited("send", chat);
    if (over !== undefined) return over;
    const no = closed(chat);
    if (no !== undefined) return refuse(no);
    const { content, uuid } = parsed.data;
    if (readCard(content) === undefined) {
      violation(`a card that cannot be made: ${content.slice(0, 200)}`);
      return refuse(230099);
    }
    const known = world.named.get(uuid);
    if (known !== undefined && known.at > now() - NAMED) return data({ message_id: known.id });
    const id = newId("om");
    world.messages.set(id, {
      id,
      chat,
      sender: undefined,
      content,
      repliesTo,
      edits: 0,
      recalled: false,
      at: now(),
    });
    world.named.set(uuid, { id, at: now() });
    return data({
      message_id: id,
      chat_id: chat.startsWith("oc_") ? chat : `oc_of_${chat}`,
      msg_type: "interactive",
    });
  }

  function change(message: Message | undefined, body: string): Answer {
    const parsed = Changed.safeParse(JSON.parse(body));
    if (!parsed.success || readCard(parsed.data.content) === undefined) {
      violation("an edit of a wrong form");
      return refuse(230001);
    }
    if (Buffer.byteLength(body) > MOST_BODY) {
      violation("an edited card over 30 KB");
      return refuse(230025);
    }
    if (message === undefined) return refuse(230001);
    const over = limited("edit", `message ${message.id}`);
    if (over !== undefined) return over;
    if (message.sender !== undefined) return refuse(230012);
    if (message.recalled) return refuse(230011);
    if (message.at < now() - 14 * 86_400_000) return refuse(230031);
    message.content = parsed.data.content;
    message.edits++;
    return data({});
  }

  function recall(message: Message | undefined): Answer {
    if (message === undefined) return refuse(230001);
    const may = message.sender === undefined || world.groups.get(message.chat)?.bot === "administrator";
    if (!may) return refuse(230026);
    message.recalled = true;
    return data({});
  }

  function read(message: Message | undefined): Answer {
    if (message === undefined) return refuse(230001);
    const sender =
      message.sender === undefined
        ? { id: message.app ?? APP_ID, id_type: "app_id", sender_type: "app" }
        : { id: message.sender, id_type: "open_id", sender_type: "user" };
    const chat_id = message.chat.startsWith("oc_") ? message.chat : `oc_of_${message.chat}`;
    return data({ items: [{ message_id: message.id, chat_id, sender }] });
  }

  function groupOf(id: string): Answer {
    const group = world.groups.get(id);
    if (group?.bot === undefined) return refuse(232011);
    return data({ owner_id: group.owner, owner_id_type: "open_id", user_manager_id_list: group.managers });
  }

  function resource(message: string, key: string): Answer {
    const file = world.files.get(`${message} ${key}`);
    return file === undefined
      ? refuse(234003)
      : { body: file, headers: { "content-type": "application/octet-stream" } };
  }

  function scoped(any: readonly string[]): Answer | undefined {
    return any.some((one) => world.app.scopes.has(one)) ? undefined : refuse(99991672);
  }

  return (asked: Asked): Answer => {
    const { method, path, query, authorization, body } = asked;
    if (path === "/open-apis/auth/v3/tenant_access_token/internal") return login(body);
    if (path === "/callback/ws/endpoint") return connect(body);
    const token = /^Bearer (.+)$/.exec(authorization)?.[1] ?? "";
    if ((world.tokens.get(token) ?? 0) <= now()) return refuse(99991663);
    const [, one = "", rest = ""] = /^\/open-apis\/im\/v1\/messages\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    const message = world.messages.get(decodeURIComponent(one));
    if (method === "GET" && path === "/open-apis/bot/v3/info")
      return {
        body: {
          code: 0,
          msg: "ok",
          bot: { activate_status: world.app.botStatus, app_name: "工友", open_id: BOT },
        },
      };
    if (method === "POST" && path === "/open-apis/im/v1/messages") {
      const receiver = (JSON.parse(body) as { receive_id?: string }).receive_id ?? "";
      const kind = query.get("receive_id_type");
      const right =
        kind === "open_id" ? receiver.startsWith("ou_") : kind === "chat_id" && receiver.startsWith("oc_");
      return (
        scoped(["im:message:send_as_bot", "im:message"]) ??
        (right ? send(receiver, body, undefined) : refuse(230034))
      );
    }
    if (method === "POST" && rest === "/reply") {
      if (message === undefined) return refuse(230001);
      return message.recalled ? refuse(230011) : send(message.chat, body, message.id);
    }
    if (method === "PATCH" && one !== "" && rest === "") return change(message, body);
    if (method === "DELETE" && one !== "" && rest === "") return recall(message);
    if (method === "GET" && one !== "" && rest === "")
      return scoped(["im:message:readonly", "im:message"]) ?? read(message);
    const [, key] = /^\/resources\/([^/]+)$/.exec(rest) ?? [];
    if (method === "GET" && key !== undefined)
      return resource(decodeURIComponent(one), decodeURIComponent(key));
    const [, group] = /^\/open-apis\/im\/v1\/chats\/([^/]+)$/.exec(path) ?? [];
    if (method === "GET" && group !== undefined) return groupOf(decodeURIComponent(group));
    if (method === "GET" && path === "/open-apis/application/v6/scopes") {
      const all = [...world.app.scopes].map((scope_name) => ({ scope_name, grant_status: 1 }));
      return data({ scopes: all });
    }
    if (method === "GET" && path === `/open-apis/application/v6/applications/${APP_ID}`)
      return scoped(["application:application:self_manage"]) ?? data({ app: world.subscriptions });
    violation(`an endpoint that is not there: ${method} ${path}`);
    return refuse(404, 404);
  };
}
