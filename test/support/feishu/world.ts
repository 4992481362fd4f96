// What the platform knows: the app, its tokens, people, groups and messages. Plain data that tests may look at and change.
export interface Message {
  readonly id: string;
  /** A person's open id or a group's id. */
  readonly chat: string;
  /** The person's open id; undefined for our bot. */
  readonly sender: string | undefined;
  /** Another app, whose bot sent it. */
  readonly app?: string;
  content: string;
  readonly repliesTo: string | undefined;
  edits: number;
  recalled: boolean;
  /** By the stand-in's clock. */
  readonly at: number;
}

export interface Group {
  owner: string;
  managers: string[];
  /** Whether our bot is a member, and an administrator. */
  bot: "member" | "administrator" | undefined;
}

export const BOT = "ou_b0t0000000000000000000000000b07";
export const APP_ID = "cli_a1b2c3d4e5f60718";
export const APP_SECRET = "s3cr3tS3cr3tS3cr3tS3cr3t";
export const TENANT = "tenant1234567890";
/** Milliseconds a name of a message is kept. */
export const NAMED = 3_600_000;

/** What an app has to be granted for all this. */
export const SCOPES = [
  "im:message.p2p_msg:readonly",
  "im:message.group_at_msg:readonly",
  "im:message:send_as_bot",
  "im:message:readonly",
  "im:chat:readonly",
  "im:chat.members:bot_access",
  "im:message.group_msg",
  "application:application:self_manage",
];

export function createWorld() {
  return {
    app: { secret: APP_SECRET, botStatus: 2, scopes: new Set(SCOPES) },
    subscriptions: {
      event: { subscription_type: "websocket", request_url: "", subscribed_events: [] as string[] },
      callback: { callback_type: "websocket", request_url: "", subscribed_callbacks: [] as string[] },
    },
    /** Tokens with the instants at which they end. */
    tokens: new Map<string, number>(),
    tokensGiven: 0,
    /** People who take no messages, with the code the platform gives for it. */
    unreachable: new Map<string, number>(),
    groups: new Map<string, Group>(),
    messages: new Map<string, Message>(),
    /** By "message key". */
    files: new Map<string, Uint8Array>(),
    /** Messages by the name they were sent under. */
    named: new Map<string, { readonly id: string; readonly at: number }>(),
    /** What a program did that the platform does not allow. */
    violations: [] as string[],
    /** Every request's method and path, in order. */
    requests: [] as string[],
    /** What the program sent, as bytes on the wire. */
    wire: [] as string[],
    /** Milliseconds the stand-in's clock is ahead. */
    ahead: 0,
  };
}
export type World = ReturnType<typeof createWorld>;

let counter = 0;
export const newId = (prefix: string): string => `${prefix}_${(++counter).toString(16).padStart(32, "0")}`;
