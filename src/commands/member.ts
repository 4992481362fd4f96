import { eraseMember } from "../members/erase.ts";
import { exportMember } from "../members/export.ts";
import { line, type Command, type CommandContext } from "./command.ts";

/** `export WHO` and `erase WHO`: what a member may ask for, done by whoever runs the program. WHO is a member's id or a case number. */
export const exportCommand: Command = {
  name: "export",
  words: "<member>",
  options: [],
  carried: true,
  async run(context) {
    const { stores } = await context.open();
    const member = await memberOf(context);
    const all = member === undefined ? undefined : await exportMember(stores, member);
    if (member === undefined || all === undefined) return unknown(context);
    await stores.audit.append(byOperator("exported", member));
    await line(context.output, JSON.stringify(all, null, 2));
    return 0;
  },
};

export const eraseCommand: Command = {
  name: "erase",
  words: "<member>",
  options: [{ flags: "--yes", summary: "cli.erase.yes" }],
  carried: true,
  async run(context) {
    const app = await context.open();
    const member = await memberOf(context);
    if (member === undefined) return unknown(context);
    const numbers = (await app.stores.applications.ofMember(member)).flatMap(({ number = [] }) => number);
    const accounts = (await app.stores.members.accounts(member)).map(({ channel }) => channel);
    const whom = context.text("cli.erase.whom", {
      numbers: numbers.join(" ") || "–",
      accounts: accounts.join(" ") || "–",
    });
    if (context.options["yes"] !== true) {
      await line(context.errors, whom);
      await line(context.errors, context.text("cli.erase.sure"));
      return 2;
    }
    const endCases = await app.endCases(member);
    await app.stores.transaction(async (inner) => {
      await endCases(inner);
      const { actor, at } = byOperator("erased", member);
      await eraseMember(inner, member, actor, at);
    });
    await line(context.output, whom);
    await line(context.output, context.text("cli.erase.done"));
    return 0;
  },
};

async function memberOf({ words: [who = ""], open }: CommandContext): Promise<string | undefined> {
  const { stores } = await open();
  if (/^[\da-f]{8}-[\da-f-]{27}$/i.test(who)) return who;
  // A slip in a short number would mean somebody else.
  if (!/^\d{4}-\d{6}$/.test(who)) return undefined;
  return (await stores.applications.findByNumber(who))?.member;
}

async function unknown({ errors, text, words: [who = ""] }: CommandContext): Promise<number> {
  await line(errors, text("cli.export.unknown", { who }));
  return 1;
}

const byOperator = (action: string, member: string) => ({
  actor: { kind: "system", id: "command-line" } as const,
  action,
  subject: `member:${member}`,
  at: new Date().toISOString(),
});
