import { addDays, addMonths, chinaDay, chinaInstant } from "../../domain/days.ts";
import type { JobHandlers } from "../../queue/jobs.ts";
import type { CaseDependencies } from "../case-dependencies.ts";
import { purgeJob } from "../cases/deadlines.ts";

/** Days for which files that no case took are kept: a form may still be open. */
const FILE_DAYS = 31;
/** Days for which the words of talks are kept. */
const WORD_DAYS = 180;
/** Days for which finished jobs can be looked up. */
const JOB_DAYS = 30;

const ACTOR = { kind: "system", id: "purge" } as const;

/**
 * Deletes what its retention has run out for: answers and papers of ended cases by each programme's months, offered still
 * or not, files that no case holds, words of old talks, finished jobs. Each case leaves a line in the audit log. Plans the next night.
 */
export function createPurge({ stores, programmes, now }: CaseDependencies): JobHandlers["purge"] {
  return async () => {
    const today = chinaDay(now());
    const before = (days: number): string => chinaInstant(addDays(today, -days), 0).toISOString();
    for (const { id: programme, retentionMonths } of programmes.known.values()) {
      const ended = chinaInstant(addMonths(today, -retentionMonths), 0).toISOString();
      for (const id of await stores.applications.endedBefore(programme, ended)) {
        await stores.transaction(async (inner) => {
          const at = now().toISOString();
          await inner.applications.purge(id, at);
          await inner.audit.append({ actor: ACTOR, action: "purged", subject: `application:${id}`, at });
        });
      }
    }
    await stores.transaction(async (inner) => {
      const at = now().toISOString();
      const files = await inner.attachments.unused(before(FILE_DAYS));
      await inner.attachments.remove(files);
      const words = await inner.conversations.forgetWords(before(WORD_DAYS));
      await inner.jobs.sweep(before(JOB_DAYS));
      if (files.length + words > 0) {
        await inner.audit.append({ actor: ACTOR, action: "purged", subject: `night:${today}`, at });
      }
      await inner.jobs.add([purgeJob(now())], at);
    });
  };
}
