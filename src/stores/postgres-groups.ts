import { z } from "zod";
import { DEFAULT_SETTINGS, type GroupSettings, groupTalk } from "../domain/group.ts";
import type { Statements } from "./database.ts";
import type { GroupStore } from "./group-store.ts";

const LanguageColumn = z.enum(["zh-Hans", "zh-Hant", "en"]);

interface GroupRow {
  language: string | null;
  quiet: boolean;
  topics: string[];
}

export function createPostgresGroups(statements: Statements): GroupStore {
  return {
    async settings(channel, group): Promise<GroupSettings> {
      const [row] = await statements.query<GroupRow>(
        `select language, quiet, topics from groups where channel = $1 and id = $2`,
        [channel, group],
      );
      if (row === undefined) return DEFAULT_SETTINGS;
      const { language, quiet, topics } = row;
      return { ...(language === null ? {} : { language: LanguageColumn.parse(language) }), quiet, topics };
    },

    async save(channel, group, { language, quiet, topics }) {
      await statements.query(
        `insert into groups (channel, id, language, quiet, topics) values ($1, $2, $3, $4, $5)
         on conflict (channel, id) do update
         set language = excluded.language, quiet = excluded.quiet, topics = excluded.topics`,
        [channel, group, language ?? null, quiet, [...topics]],
      );
    },

    async talks(channel, group) {
      const rows = await statements.query<{ chat: string }>(
        `select chat from conversations where channel = $1 and starts_with(chat, $2) and state is not null
         order by chat`,
        [channel, groupTalk(group, "")],
      );
      return rows.map(({ chat }) => chat);
    },

    async migrate(channel, from, to) {
      await statements.query(
        `with moved as (delete from groups where channel = $1 and id = $2 returning language, quiet, topics)
         insert into groups (channel, id, language, quiet, topics)
         select $1, $3, language, quiet, topics from moved on conflict (channel, id) do nothing`,
        [channel, from, to],
      );
    },
  };
}
