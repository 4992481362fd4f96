import { createBench } from "./bench.ts";
import { createDesk, type Officer, type ReviewDependencies } from "./desk.ts";
import { createDecide } from "./decide.ts";
import { createMend } from "./mend.ts";
import { createOffice } from "./office.ts";
import { createReviewShow } from "./show.ts";
import { parseStaffCommand } from "./words.ts";
import type { ReviewService } from "../service.ts";

/**
 * Staff at work in chat. Commands act only within the officer's subtree and role; what cannot be done is said in one line,
 * and nothing changes until the turn's `save` runs.
 */
export function createReview(deps: ReviewDependencies): ReviewService {
  const desk = createDesk(deps);
  const show = createReviewShow(deps, desk);
  const bench = createBench(deps, desk);
  const decide = createDecide(deps, desk, bench, createMend(deps, desk, bench));
  const office = createOffice(deps, desk);

  return {
    concerns: (text) => parseStaffCommand(text) !== undefined,
    async handle(staff, locale, text) {
      const command = parseStaffCommand(text);
      if (command === undefined || !staff.active) return undefined;
      const officer: Officer = { staff, locale };
      switch (command.kind) {
        case "help":
          return desk.say(
            officer,
            staff.roles.includes("administrator") ? "staff.help-administrator" : "staff.help",
            {},
            ["/queue"],
          );
        case "queue":
          if (!staff.roles.some((role) => role === "reviewer" || role === "administrator")) {
            return desk.say(officer, "staff.no-right", { role: deps.write(locale, "staff.role.reviewer") });
          }
          return show.queue(officer, command.page);
        case "usage":
          return desk.say(officer, `staff.usage.${command.command}`, { number: "123" }, ["/queue"]);
        case "office":
          return office(officer, command.command, command.rest);
        case "about":
          if (command.command === "case") return show.show(officer, command.number);
          if (command.command === "paper") return show.paper(officer, command.number, command.rest);
          return decide(officer, command.command, command.number, command.rest);
        default: {
          const impossible: never = command;
          return impossible;
        }
      }
    },
  };
}
