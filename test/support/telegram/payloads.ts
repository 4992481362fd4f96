// What the stand-in takes with a call, as the Bot API has it (core.telegram.org/bots/api).
import { z } from "zod";

export const Id = z.union([z.number(), z.string().regex(/^-?\d+$/)]).transform(Number);
const Keyboard = z.object({
  inline_keyboard: z.array(
    z.array(
      z.object({
        text: z.string(),
        callback_data: z.string().exactOptional(),
        url: z.string().exactOptional(),
      }),
    ),
  ),
});
export const Sent = z.object({
  chat_id: Id,
  message_id: z.number().exactOptional(),
  message_thread_id: z.number().exactOptional(),
  text: z.string().exactOptional(),
  parse_mode: z.literal("HTML").exactOptional(),
  entities: z
    .array(z.looseObject({ type: z.string(), offset: z.number(), length: z.number() }))
    .exactOptional(),
  reply_parameters: z
    .object({ message_id: z.number(), allow_sending_without_reply: z.boolean().default(false) })
    .exactOptional(),
  link_preview_options: z.object({ is_disabled: z.boolean() }).exactOptional(),
  reply_markup: Keyboard.exactOptional(),
});
export type Sent = z.infer<typeof Sent>;
export const Tap = z.object({ callback_query_id: z.string(), text: z.string().exactOptional() });
export const Deleted = z.object({ chat_id: Id, message_ids: z.array(z.number()).min(1).max(100) });
