// Leads a member through an application in the chat: takes what is said, and gives what to answer and what to save. The
// talk calls it; what the words mean and what comes next is worked out in pure files.
import type { Application } from "../../domain/application.ts";
import type { Form, Outcome } from "../../domain/form.ts";
import { advance } from "../../domain/form/advance.ts";
import type { Advanced } from "../../domain/form/proceed.ts";
import type { FileReference, Reply } from "../../domain/message.ts";
import { aboutText } from "./about.ts";
import { inLocale } from "../cases/labels.ts";
import { createFillAbout, OFFERED } from "./fill-about.ts";
import { createBeginning } from "./fill-begin.ts";
import { createKeeping } from "./fill-keep.ts";
import { createSessions, type FillDependencies, inOrder, type Session } from "./fill-session.ts";
import { formOf } from "./form-source.ts";
import { knownQuestion } from "./known-question.ts";
import { listen } from "./listen.ts";
import { isChoice } from "./listen-choice.ts";
import { createProposer } from "./propose.ts";
import type { FillService, Speaker, Turn } from "../service.ts";
import { topicOf } from "./topic.ts";
import { despairs, isSentence, tellsTrouble } from "./telling.ts";
import { tell } from "./wording.ts";

export type { FillDependencies } from "./fill-session.ts";

export function createFill(deps: FillDependencies): FillService {
  const { programmes, stores, now } = deps;
  const proposer = createProposer(programmes.current.values());
  const sessions = createSessions(deps);
  const { nameOf, saying, said, tellingOf, leadOf, stateOf, openKept, sessionOf, saving } = sessions;
  const { which, whichOfAll, choose, begin, nothingToFile, goOn } = createBeginning(deps, sessions, proposer);
  const { keep, handOver, cancelling, send } = createKeeping(deps, sessions);
  const { talkedOf, helps, ...told } = createFillAbout(deps, sessions, proposer);

  async function take(
    speaker: Speaker,
    session: Session,
    text: string,
    files: readonly FileReference[],
  ): Promise<Turn> {
    const { form } = session;
    const listened = listen(form, session.progress, { text, files, now: now() });
    const unread = listened.every(({ kind }) => kind === "wrong");
    // "没工作" and "生大病" are answers, if not to this question.
    const troubled =
      (unread || listened.every(({ kind }) => kind === "question")) &&
      tellsTrouble(text) &&
      !isChoice(form, text);
    const weary = despairs(text);
    // Neither a trouble nor "我要申请困难补助" in its own form is a wrong answer; what was asked comes again.
    const passed = troubled || (unread && (weary || wants(form, text)));
    const stepped = advance(form, session.progress, passed ? [{ kind: "nothing" }] : listened);
    const wrong = unread && !passed && isSentence(text);
    const first = weary
      ? said(speaker, passed ? "despair-waits" : "despair")
      : troubled
        ? heard(text, speaker, session)
        : wrong
          ? said(speaker, "seen")
          : undefined;
    return finish(speaker, session, stepped, first);
  }

  /** What is said to a trouble that is told instead of an answer. */
  function heard(text: string, speaker: Speaker, { form }: Session): string {
    const other = programmes.current.get(proposer.about(text)[0] ?? "");
    return other === undefined || other.id === form.programme.id
      ? said(speaker, "heard")
      : helps(other, speaker, "form.heard-other");
  }

  /** `first` is said before what came of it. */
  async function finish(
    speaker: Speaker,
    session: Session,
    { progress, outcomes }: Advanced,
    first?: string,
  ): Promise<Turn> {
    const { form, kept } = session;
    const has = (kind: Outcome["kind"]): boolean => outcomes.some((one) => one.kind === kind);
    const after: Session = { ...session, progress };
    const words = (more: Outcome[] = [...outcomes], lead: readonly string[] = []): Reply[] =>
      tell(tellingOf(speaker, after), progress, more, [...leadOf(speaker, session), ...lead]);

    if (has("declined")) return { state: undefined, replies: words() };
    if (has("cancelled")) {
      const cancelled =
        kept === undefined || progress.only !== undefined ? {} : cancelling(speaker, form, kept.application);
      return { state: undefined, replies: words(), ...cancelled };
    }
    if (has("submit") && kept !== undefined) return send(speaker, after, outcomes);
    if (has("consented") && kept === undefined) return keep(speaker, after, outcomes);
    const nothing = kept === undefined ? nothingToFile(speaker, form, progress) : undefined;
    if (nothing !== undefined) return nothing;

    const question = outcomes.find((one) => one.kind === "question");
    const about = question === undefined ? undefined : await answerTo(question.text, speaker, after);
    const code = has("for-other") && kept !== undefined ? handOver(speaker, after) : undefined;
    const { save } = saving(session, progress);
    const saves = [save, code?.save].filter((one) => one !== undefined);
    return {
      state: stateOf(progress, kept?.application.id),
      replies: words(
        [...outcomes],
        [first, code?.text, about].filter((one) => one !== undefined),
      ),
      ...(saves.length === 0 ? {} : { save: inOrder(saves) }),
      ...(question === undefined || about !== undefined ? {} : { question: question.text }),
    };
  }

  /** What the programme's file says to a question in its form, or that of the programme the question names. */
  async function answerTo(question: string, speaker: Speaker, session: Session): Promise<string | undefined> {
    const telling = tellingOf(speaker, session);
    const known = knownQuestion(programmes.current.values(), question, session.form.programme.id);
    if (known !== undefined) return inLocale(known.question.answer, speaker.locale);
    const own = topicOf(question, session.form);
    const other = programmes.current.get(proposer.subject(question) ?? "");
    if (own === "setting" || other === undefined || other.id === session.form.programme.id) {
      return own === undefined
        ? undefined
        : aboutText(own, { ...telling, progress: session.progress }, question);
    }
    const topic = topicOf(question);
    const form = await formOf(deps, other, now());
    return topic === undefined ? undefined : aboutText(topic, { ...telling, form }, question);
  }

  const wants = ({ programme }: Form, text: string): boolean => proposer.propose(text).includes(programme.id);

  /** The words want another programme than the one being filled in; its form is put aside, kept when it was kept. */
  function switchTo(session: Session, text: string): readonly string[] {
    const { progress, form } = session;
    const free = progress.stage === "fields" && text.length > 24;
    if (free || progress.confirming !== undefined) return [];
    const wanted = proposer.propose(text);
    return wanted.includes(form.programme.id) ? [] : wanted.slice(0, 1);
  }

  return {
    ...told,
    propose: (text, before) => proposer.propose(text, talkedOf(before).slice(0, OFFERED)),

    async start(speaker, ids, words = "") {
      const known = ids.flatMap((id) => programmes.current.get(id) ?? []);
      if (known.length === 1 && known[0] !== undefined) return begin(speaker, known[0], words);
      if (known.length === 0) return whichOfAll(speaker);
      return which(
        speaker,
        known.map(({ id }) => id),
        "begin.which",
      );
    },

    startAny(speaker, before) {
      const talked = talkedOf(before).slice(0, OFFERED);
      return talked.length === 0
        ? whichOfAll(speaker)
        : which(speaker, talked, "begin.this", ["begin.others-too"]);
    },

    async say(speaker, state, { text, files }) {
      const { proposed } = state;
      if (proposed !== undefined && state.progress === undefined && state.application === undefined) {
        return choose(speaker, proposed, text);
      }
      const session = await sessionOf(speaker, state);
      if (session === undefined)
        return {
          state: undefined,
          replies: [saying(speaker, said(speaker, "sent.closed"), [said(speaker, "tap.status")])],
        };
      const [other] = files.length === 0 ? switchTo(session, text) : [];
      const programme = other === undefined ? undefined : programmes.current.get(other);
      if (programme !== undefined) {
        const left = said(speaker, session.kept === undefined ? "begin.dropped" : "begin.switched", {
          programme: nameOf(session.form.programme, speaker),
        });
        const turn = await begin(speaker, programme, text);
        return { ...turn, replies: [saying(speaker, left), ...turn.replies] };
      }
      return take(speaker, session, text, files);
    },

    async resume(speaker, state, number) {
      const mine = await stores.applications.ofMember(speaker.member);
      // What an officer waits for goes before what is the member's own.
      const waiting = (["needs-more", "draft"] as const).flatMap((one) =>
        mine.filter((application) => application.state === one),
      );
      const named = waiting.filter((one) => number !== undefined && isNumbered(one, number));
      const open = state === undefined || named.length > 0 ? undefined : await sessionOf(speaker, state);
      if (open !== undefined) return goOn(speaker, open, "begin.draft");
      for (const application of named.length > 0 ? named : waiting) {
        const session = await openKept(speaker, application);
        if (session !== undefined) return goOn(speaker, session, "begin.draft");
      }
      return undefined;
    },
  };
}

/** "2026-000036", or its end as people shorten it. */
const isNumbered = ({ number: own }: Application, number: string): boolean =>
  own === number || own?.endsWith(`-${number.padStart(6, "0")}`) === true;
