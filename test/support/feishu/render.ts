// What a person sees of a card (JSON 2.0), and what the platform finds wrong with it.
import { z } from "zod";

export interface Button {
  readonly label: string;
  /** What comes back when it is tapped; undefined when it only opens a page. */
  readonly value: unknown;
  readonly opens: string | undefined;
}

export interface Card {
  readonly text: string;
  /** Small and grey. */
  readonly notes: readonly string[];
  readonly buttons: readonly Button[];
}

const PlainText = z.object({
  tag: z.literal("plain_text"),
  content: z.string().min(1),
  text_size: z.string().optional(),
  text_color: z.string().optional(),
});
const Behavior = z.union([
  z.strictObject({ type: z.literal("open_url"), default_url: z.url({ protocol: /^https?$/ }) }),
  z.strictObject({ type: z.literal("callback"), value: z.unknown() }),
]);
const ButtonElement = z.strictObject({
  tag: z.literal("button"),
  type: z.string(),
  size: z.string(),
  text: PlainText.refine(({ content }) => Array.from(content).length <= 100),
  behaviors: z.array(Behavior).min(1),
});
const Div = z.strictObject({ tag: z.literal("div"), text: PlainText });
const Rule = z.strictObject({ tag: z.literal("hr") });
const Row = z.strictObject({
  tag: z.literal("column_set"),
  flex_mode: z.string(),
  horizontal_spacing: z.string(),
  columns: z
    .array(z.strictObject({ tag: z.literal("column"), width: z.string(), elements: z.array(ButtonElement) }))
    .min(1),
});
const CardShape = z.strictObject({
  schema: z.literal("2.0"),
  config: z.strictObject({
    update_multi: z.literal(true),
    enable_forward: z.boolean(),
    summary: z.object({ content: z.string() }),
  }),
  body: z.strictObject({ elements: z.array(z.union([Div, Rule, Row])).min(1) }),
});
const MOST_ELEMENTS = 200;

/** Undefined when the platform would not make a card of it. */
export function readCard(content: string): Card | undefined {
  const parsed = CardShape.safeParse(jsonOf(content));
  if (!parsed.success || countOf(parsed.data.body) > MOST_ELEMENTS) return undefined;
  const texts: string[] = [];
  const notes: string[] = [];
  const buttons: Button[] = [];
  for (const element of parsed.data.body.elements) {
    if (element.tag === "div") {
      (element.text.text_size === "notation" ? notes : texts).push(element.text.content);
    }
    if (element.tag === "column_set") {
      for (const { text, behaviors } of element.columns.flatMap((one) => one.elements)) {
        const callback = behaviors.find((one) => one.type === "callback");
        const link = behaviors.find((one) => one.type === "open_url");
        buttons.push({ label: text.content, value: callback?.value, opens: link?.default_url });
      }
    }
  }
  return { text: texts.join("\n"), notes, buttons };
}

/** Everything that has a tag. */
function countOf(node: unknown): number {
  if (typeof node !== "object" || node === null) return 0;
  const own = "tag" in node ? 1 : 0;
  return Object.values(node).reduce((sum: number, one: unknown) => sum + countOf(one), own);
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
