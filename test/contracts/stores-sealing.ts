// What the database may hold of a person: nothing that can be read there, nothing that opens in another place, and after
// erasing nothing at all but the audit log.
import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Incoming, Reply } from "../../src/domain/message.ts";
import { createCipher } from "../../src/stores/cipher.ts";
import { createPostgresStores } from "../../src/stores/postgres-stores.ts";
import type { Held } from "../support/databases.ts";
import { application, AT, entry, form, later, moved } from "./stores-samples.ts";

const SECRETS = [
  "11010519491231002X",
  "赵钱孙李",
  "6222020200112233445",
  "13912345678",
  "尘肺病叁期",
  "户口本复印件.jpg",
  "老板拖欠工资我要申请",
  "PLAINCODE1",
  "周吴郑王",
];
const [identity, name, card, mobile, illness, paper, question, code, officer] = SECRETS as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

export function sealingContract(held: () => Held): void {
  /** Tables and columns in which a text stands in clear. */
  async function seenIn(text: string): Promise<string[]> {
    const { database } = held();
    const columns = await database.query<{ table_name: string; column_name: string; data_type: string }>(
      `select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'`,
    );
    expect(columns.length).toBeGreaterThan(100);
    const found: string[] = [];
    for (const { table_name, column_name, data_type } of columns) {
      const hex = Buffer.from(text, "utf8").toString("hex");
      const condition =
        data_type === "bytea"
          ? `position('${hex}' in encode(${column_name}, 'hex')) > 0`
          : `position('${text}' in ${column_name}::text) > 0`;
      const rows = await database.query(`select 1 from "${table_name}" where ${condition} limit 1`);
      if (rows.length > 0) found.push(`${table_name}.${column_name}`);
    }
    return found;
  }

  const address = { channel: "web", chat: randomUUID() };
  const sender = randomUUID();

  async function live() {
    const { stores } = held();
    const member = await stores.members.arrive({ ...address, sender, lastSeen: AT });
    const file = await stores.attachments.add(
      { name: paper, type: "image/jpeg", size: 60 },
      Buffer.from(`${name} ${identity}`.repeat(2)),
      address,
      AT,
    );
    const draft = application({ member, filledBy: member, category: illness });
    const answers = { name, identity, card, "family.0.mobile": mobile, illness };
    await stores.applications.create(
      draft,
      form({ answers: { ...answers, income: 1 }, files: { proof: [file] } }),
    );
    await stores.applications.saveForm(
      draft.id,
      form({ answers: { ...answers, income: 1 }, files: { proof: [file] } }),
      form({ answers, files: { proof: [file] } }),
      later(1),
    );
    const request = {
      fields: ["identity"],
      papers: [],
      note: `${name}的证件不清楚`,
      from: "in-review" as const,
    };
    const asked = moved(draft, { state: "needs-more", request });
    await stores.applications.save(asked, entry(draft, asked, "ask-more", `${illness}的证明`));
    await stores.applications.setFingerprints(draft.id, [
      { kind: "identity", value: identity },
      { kind: "household", value: `${name}${mobile}` },
    ]);
    await stores.members.addConsent({
      member,
      programme: "p",
      version: 1,
      application: draft.id,
      givenAt: AT,
    });
    await stores.members.addCode(code, { kind: "link", member }, later(9));
    await stores.members.addStaff({
      id: randomUUID(),
      name: officer,
      unit: "u",
      roles: ["reviewer"],
      active: true,
    });
    await stores.notices.add([
      {
        id: randomUUID(),
        to: { kind: "member", id: member },
        key: "case.approved",
        values: { name },
        suggestions: [`给${name}打电话`],
        application: draft.id,
        at: AT,
      },
    ]);
    const reply: Reply = {
      kind: "form",
      text: `姓名:${name} 卡号:${card}`,
      citations: [],
      suggestions: [identity],
      locale: "zh-Hans",
    };
    const say = async (messageId: string, content: Incoming["content"]): Promise<void> => {
      const incoming: Incoming = { address, messageId, sender, content, receivedAt: AT };
      await stores.conversations.receive(incoming);
      await stores.conversations.complete({
        incoming,
        state: { version: 1, fill: { progress: { answers } } },
        replies: [reply],
        answer: {
          id: randomUUID(),
          question,
          kind: "answer",
          locale: "zh-Hans",
          passages: [],
          cited: [],
          ms: 1,
          at: AT,
        },
        at: AT,
      });
    };
    await say("m1", { kind: "text", text: `${question} ${identity}` });
    await say("m2", { kind: "files", files: [file], text: name });
    await stores.conversations.post(address, reply, "n1", AT);
    await stores.audit.append({
      actor: { kind: "member", id: member },
      action: "exported",
      subject: `member:${member}`,
      at: AT,
    });
    return { member, draft };
  }

  it("keeps no word of a member in clear, and nothing once it is erased", async () => {
    await held().database.query(`delete from audit`);
    await held().database.query(`delete from audit_head`);
    const { member, draft } = await live();
    const { stores } = held();
    for (const secret of SECRETS) expect(await seenIn(secret), secret).toEqual([]);
    expect((await seenIn(sender)).toSorted()).toEqual(["accounts.sender", "incoming.sender"]);
    await stores.transaction(async ({ applications, attachments, audit, conversations, members }) => {
      await applications.purge(draft.id, later(2));
      await members.erase(member);
      await conversations.forget(address);
      await attachments.forget(address);
      await audit.append({
        actor: { kind: "member", id: member },
        action: "erased",
        subject: `member:${member}`,
        at: later(2),
      });
    });
    expect(await seenIn(sender)).toEqual([]);
    expect(await seenIn(address.chat)).toEqual([]);
    expect((await seenIn(member)).toSorted()).toEqual([
      "application_history.actor",
      "applications.filled_by",
      "applications.member",
      "audit.actor",
      "audit.subject",
    ]);
    const sealed = await held().database.query<{ sealed: number }>(
      `select (select count(*) from application_answers)::int4 + (select count(*) from attachments)::int4
         + (select count(*) from attachment_parts)::int4 + (select count(*) from notices)::int4
         + (select count(*) from codes)::int4 + (select count(*) from fingerprints)::int4
         + (select count(*) from application_history where note_sealed is not null)::int4
         + (select count(*) from applications where details_sealed is not null)::int4 as sealed`,
    );
    expect(sealed).toEqual([{ sealed: 0 }]);
    expect(await stores.audit.verify()).toEqual({ kind: "sound", entries: 2 });
  });

  describe("a value put in another's place", () => {
    const unreadable = { code: "data.unreadable" };

    it("does not open among answers, cases or notes", async () => {
      const { applications } = held().stores;
      const [one, other] = [application({ category: "deep" }), application({ category: "relative" })];
      for (const each of [one, other]) {
        await applications.create(each, form({ answers: { income: 1, spending: 2 } }));
      }
      await held().database.query(
        `update application_answers set sealed = (
           select sealed from application_answers where application = $1 and path = 'spending')
         where application = $1 and path = 'income'`,
        [one.id],
      );
      await expect(applications.form(one.id)).rejects.toMatchObject(unreadable);
      await held().database.query(
        `update applications set details_sealed = (select details_sealed from applications where id = $2)
         where id = $1`,
        [one.id, other.id],
      );
      await expect(applications.find(one.id)).rejects.toMatchObject(unreadable);
      await expect(applications.find(other.id)).resolves.toEqual(other);
    });

    it("does not open in another talk", async () => {
      const { conversations } = held().stores;
      const [one, other] = [
        { channel: "web", chat: randomUUID() },
        { channel: "web", chat: randomUUID() },
      ];
      for (const at of [one, other]) {
        await conversations.receive({
          address: at,
          messageId: "m1",
          sender: "s",
          content: { kind: "text", text: question },
          receivedAt: AT,
        });
      }
      await held().database.query(
        `update incoming set content = (select content from incoming where chat = $2) where chat = $1`,
        [one.chat, other.chat],
      );
      await expect(conversations.history(one)).rejects.toMatchObject(unreadable);
    });
  });

  it("goes on under a newer key: old rows open, new ones are sealed with it, and the chain holds", async () => {
    const { database } = held();
    await database.query(`delete from audit`);
    await database.query(`delete from audit_head`);
    const [k1, k2] = [
      { id: "k1", secret: randomBytes(32) },
      { id: "k2", secret: randomBytes(32) },
    ];
    const old = createPostgresStores(database, createCipher([k1]));
    const now = createPostgresStores(database, createCipher([k2, k1]));
    const programme = randomUUID();
    const [one, other] = [application({ programme, state: "submitted" }), application({ programme })];
    const before = form({ answers: { name: "甲", income: 1 } });
    const after = form({ answers: { name: "甲", income: 2 } });
    const line = { actor: { kind: "system", id: "t" }, action: "opened", subject: "s", at: AT } as const;
    const duplicate = { kind: "identity", value: identity } as const;
    await old.applications.create(one, before);
    await old.applications.setFingerprints(one.id, [duplicate]);
    await old.members.addCode("rotated", { kind: "staff", staff: "s" }, later(1));
    await old.audit.append(line);

    expect(await now.applications.form(one.id)).toEqual(before);
    await now.applications.saveForm(one.id, before, after, AT);
    expect(await now.applications.form(one.id)).toEqual(after);
    const sealed = await database.query<{ path: string; key: string }>(
      `select path, split_part(sealed, '.', 1) as key from application_answers where application = $1 order by path`,
      [one.id],
    );
    expect(sealed).toEqual([
      { path: "income", key: "k2" },
      { path: "name", key: "k1" },
    ]);
    expect(await now.applications.sharing(other, [duplicate])).toEqual([one.id]);
    expect(await now.members.takeCode("rotated", AT)).toEqual({ kind: "staff", staff: "s" });
    await now.audit.append(line);
    expect(await now.audit.verify()).toEqual({ kind: "sound", entries: 2 });
    await expect(old.applications.form(one.id)).rejects.toMatchObject({ code: "data.unreadable" });
  });
}
