import type { JobHandlers } from "../../queue/jobs.ts";
import type { CaseDependencies } from "../case-dependencies.ts";
import { createCheck } from "./check.ts";
import { createDeadline } from "./deadline.ts";
import { createNotify } from "./notify.ts";
import { createPromote } from "./places.ts";
import { createPurge } from "./purge.ts";
import { createPublicNotice, createRecheck, createRemind } from "./remind.ts";

/**
 * What each job does. A handler reads the case anew and writes all it does in one transaction, so that running it a second
 * time changes nothing. Throws AppError conflict (retryable) when somebody else was quicker.
 */
export function createJobHandlers(deps: CaseDependencies): JobHandlers {
  return {
    check: createCheck(deps),
    notify: createNotify(deps),
    deadline: createDeadline(deps),
    "public-notice": createPublicNotice(deps),
    promote: createPromote(deps),
    remind: createRemind(deps),
    recheck: createRecheck(deps),
    purge: createPurge(deps),
  };
}
