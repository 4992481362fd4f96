import type { Application } from "../../domain/application.ts";
import type { Programme } from "../../domain/programme.ts";
import type { NewJob } from "../../domain/job.ts";
import type { Notice } from "../../stores/notice-store.ts";
import type { Stores } from "../../stores/stores.ts";
import type { Answers } from "../../domain/form.ts";
import { clockJobs, noticeJob, placesJob, recheckJobs, remindJobs } from "./deadlines.ts";
import { memberNotice, staffNotices } from "./notices.ts";
import { publicNotice } from "../../domain/clock.ts";

export interface Following {
  readonly jobs: readonly NewJob[];
  readonly notices: readonly Notice[];
}

/** What an approval brings about: the public notice, or what comes after it. */
export function afterApproval(
  newId: () => string,
  programme: Programme,
  application: Application,
  staff: readonly string[],
  answers: Answers,
  now: Date,
): Following {
  const at = now.toISOString();
  const about = { application, at, suggestions: ["/status"] };
  const clocks = clockJobs(programme, application, answers, { decided: at }, now);
  if (application.state === "public-notice") {
    const day = publicNotice(programme, now).endsOn;
    return {
      jobs: [noticeJob(programme, application, now), ...clocks],
      notices: [memberNotice(newId, "public-notice", { ...about, values: { day } })],
    };
  }
  const jobs = [...recheckJobs(programme, application, now), ...clocks];
  if (programme.outcome === "placed") {
    const { batch, id, revision } = application;
    return {
      jobs: batch === undefined ? jobs : [...jobs, placesJob(batch, `${id}:${revision}`)],
      notices: [],
    };
  }
  const paid = programme.outcome === "paid";
  return {
    jobs,
    notices: [
      memberNotice(newId, paid ? "approved" : "approved-open", about),
      ...staffNotices(newId, staff, paid ? "to-pay" : "to-finish", {
        ...about,
        suggestions: [`/case ${application.number ?? ""}`],
      }),
    ],
  };
}

/** What asking for more brings about, in the same transaction: reminders, clocks, and its turn in a batch's line for now. */
export async function saveAsked(
  stores: Pick<Stores, "applications" | "jobs">,
  programme: Programme,
  application: Application,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const { batch, id, revision } = application;
  await stores.jobs.add(
    [...remindJobs(application, now), ...clockJobs(programme, application, {}, { asked: at }, now)],
    at,
  );
  if (batch === undefined) return;
  await stores.applications.unqueue(id);
  await stores.jobs.add([placesJob(batch, `${id}:${revision}`)], at);
}
