// What each command of a member's does. converse.ts calls it once a command was decided.
import type { CaseService, FillService } from "../applications/service.ts";
import { type ConversationState, expecting, type Step } from "../domain/conversation.ts";
import { type Incoming, type Locale, wordsOf } from "../domain/message.ts";
import type { Membership } from "../members/membership.ts";
import type { Handled } from "./handling.ts";
import type { createOneTimeCodes } from "./one-time-codes.ts";
import { saving, type Turns, type Write } from "./turns.ts";

export interface CommandDependencies {
  readonly turns: Turns;
  readonly fill: FillService;
  readonly cases: CaseService;
  readonly membership: Membership;
  readonly useCode: ReturnType<typeof createOneTimeCodes>;
  readonly write: Write;
  readonly hotline: string;
}

export function createMemberCommands({
  turns,
  fill,
  cases,
  membership,
  useCode,
  write,
  hotline,
}: CommandDependencies) {
  const { notice, turned, said, personOf, speakerOf } = turns;

  return async function command(
    state: ConversationState,
    incoming: Incoming,
    step: Step & { kind: "command" },
    locale: Locale,
  ): Promise<Handled> {
    switch (step.command) {
      case "help":
        // Who pressed "start" can be written to from now on.
        if (wordsOf(incoming.content).startsWith("/start")) await speakerOf(incoming, locale);
        return {
          state,
          replies: [
            notice(locale, write(locale, "answer.smalltalk.help", { hotline }), [
              write(locale, "chat.apply"),
              write(locale, "member.status"),
            ]),
          ],
        };
      case "apply": {
        const speaker = await speakerOf(incoming, locale);
        // The slash is the menu's, and asks for all there is.
        const inWords = !wordsOf(incoming.content).trim().startsWith("/");
        const begun =
          step.rest === "" && inWords
            ? fill.startAny(speaker, state.context)
            : await fill.start(speaker, step.rest === "" ? [] : fill.propose(step.rest), step.rest);
        return turned(state, begun, incoming);
      }
      case "resume": {
        const number = /^\d{4}-\d+$|^\d{1,6}$/.exec(step.rest)?.[0];
        const speaker = await speakerOf(incoming, locale);
        const turn = await fill.resume(speaker, state.form, number);
        if (turn !== undefined) return turned(state, turn, incoming);
        // Of a case that waits for nothing any more its state says more than that nothing is half-filled.
        if (number !== undefined) return { state, replies: await cases.status(speaker) };
        const text = write(locale, "chat.nothing-to-resume");
        return { state, replies: [notice(locale, text, [write(locale, "chat.apply")])] };
      }
      case "status": {
        const replies = await cases.status(await speakerOf(incoming, locale));
        const begun = state.form?.progress !== undefined && state.form.application === undefined;
        const waits = notice(locale, write(locale, "chat.form-begun"), [write(locale, "form.tap.continue")]);
        return { state, replies: begun ? [...replies, waits] : replies };
      }
      case "withdraw":
      case "appeal": {
        const [, number, rest = ""] = /^(\d{4}-\d+|\d+)?\s*([^]*)$/.exec(step.rest) ?? [];
        const speaker = await speakerOf(incoming, locale);
        const turn =
          step.command === "withdraw"
            ? await cases.withdraw(speaker, number)
            : await cases.appeal(speaker, number, rest.replace(/^[:：,，]\s*/, "").trim());
        // What is being filled in stays open.
        return { state: expecting(state, turn.expects, incoming), replies: turn.replies, ...saving(turn) };
      }
      case "link": {
        const code = /^[\w-]{8,9}$/.test(step.rest) ? step.rest.toUpperCase() : undefined;
        if (code !== undefined) return useCode(state, incoming, { code, sure: false, locale });
        return said(state, locale, membership.link(await personOf(incoming, locale)), incoming);
      }
      case "unlink":
        return said(state, locale, await membership.unlink(await personOf(incoming, locale)));
      case "withdraw-consent": {
        const number = step.rest === "" ? undefined : step.rest;
        return said(
          state,
          locale,
          await membership.withdrawConsent(await personOf(incoming, locale), number),
        );
      }
      case "my-data":
        return said(state, locale, await membership.myData(await personOf(incoming, locale)));
      case "erase":
        return said(state, locale, membership.confirmErase(await personOf(incoming, locale)));
      default: {
        const impossible: never = step.command;
        return impossible;
      }
    }
  };
}
