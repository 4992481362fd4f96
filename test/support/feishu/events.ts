// Events as the platform builds them.
import { createCipheriv, createHash, randomBytes, randomUUID } from "node:crypto";
import { APP_ID, BOT, TENANT } from "./world.ts";

export interface SaidMessage {
  readonly from: string;
  readonly id: string;
  readonly type: string;
  readonly content: object;
  readonly group: string | undefined;
  readonly mentionsBot: boolean;
  readonly parent: string | undefined;
  readonly senderType?: string;
}

const ids = (openId: string): object => ({
  open_id: openId,
  union_id: openId.replace(/^ou_/, "on_"),
  user_id: null,
});

export const envelope = (event_type: string, event: object, event_id: string = randomUUID()): object => ({
  schema: "2.0",
  header: {
    event_id,
    token: "v3r1f1cat10nT0ken",
    create_time: String(Date.now()),
    event_type,
    tenant_key: TENANT,
    app_id: APP_ID,
  },
  event,
});

export function messageEvent(said: SaidMessage): object {
  const mention = {
    key: "@_user_1",
    id: ids(BOT),
    name: "工友",
    mentioned_type: "bot",
    tenant_key: TENANT,
  };
  return envelope("im.message.receive_v1", {
    sender: { sender_id: ids(said.from), sender_type: said.senderType ?? "user", tenant_key: TENANT },
    message: {
      message_id: said.id,
      ...(said.parent === undefined ? {} : { parent_id: said.parent, root_id: said.parent }),
      create_time: String(Date.now()),
      update_time: String(Date.now()),
      chat_id: said.group ?? `oc_of_${said.from}`,
      chat_type: said.group === undefined ? "p2p" : "group",
      message_type: said.type,
      content: JSON.stringify(said.content),
      ...(said.mentionsBot ? { mentions: [mention] } : {}),
      user_agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Lark/7.30.0",
    },
  });
}

export const tapEvent = (from: string, message: string, chat: string, value: unknown): object =>
  envelope("card.action.trigger", {
    operator: { tenant_key: TENANT, user_id: null, ...ids(from) },
    token: `c-${randomUUID()}`,
    action: { value, tag: "button" },
    host: "im_message",
    context: { open_message_id: message, open_chat_id: chat },
  });

/** A webhook request as the platform sends it. `seconds`: its clock. */
export function webhookRequest(
  url: string,
  body: object,
  key: string,
  seconds: number,
  change: object = {},
): Request {
  const raw = JSON.stringify({ encrypt: encrypted(body, key) });
  const nonce = randomBytes(8).toString("hex");
  const signature = createHash("sha256").update(`${seconds}${nonce}${key}${raw}`).digest("hex");
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "x-lark-request-timestamp": String(seconds),
    "x-lark-request-nonce": nonce,
    "x-lark-signature": signature,
    ...change,
  };
  return new Request(url, { method: "POST", headers, body: raw });
}

export function encrypted(body: object, key: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", createHash("sha256").update(key).digest(), iv);
  return Buffer.concat([iv, cipher.update(JSON.stringify(body)), cipher.final()]).toString("base64");
}
