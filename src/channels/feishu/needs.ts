// What an app has to be granted and to subscribe to. Looked up on the pages of the endpoints and events used
// (open.feishu.cn, im/v1), where any one of several permissions is enough. Data.

export interface Need {
  /** The narrowest first: it is the one to ask for. */
  readonly scopes: readonly string[];
  /** What does not work without, as a key under `feishu.check.missing`. */
  readonly purpose: string;
  readonly optional?: true;
}

export const NEEDS: readonly Need[] = [
  { scopes: ["im:message.p2p_msg:readonly", "im:message.p2p_msg"], purpose: "private" },
  {
    scopes: ["im:message.group_at_msg:readonly", "im:message.group_at_msg", "im:message.group_msg"],
    purpose: "mention",
  },
  { scopes: ["im:message:send_as_bot", "im:message"], purpose: "send" },
  { scopes: ["im:message:readonly", "im:message", "im:message.history:readonly"], purpose: "files" },
  { scopes: ["im:chat:readonly", "im:chat:read", "im:chat"], purpose: "chats" },
  { scopes: ["im:chat.members:bot_access", "im:chat"], purpose: "membership" },
  { scopes: ["im:message.group_msg"], purpose: "replies", optional: true },
];

export const EVENTS = [
  "im.message.receive_v1",
  "im.chat.member.bot.added_v1",
  "im.chat.member.bot.deleted_v1",
  "im.chat.disbanded_v1",
] as const;
export const CALLBACKS = ["card.action.trigger"] as const;
