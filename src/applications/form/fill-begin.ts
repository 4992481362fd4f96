// How an application begins: which programme is meant, whether there is anything to file, a draft or a case of it already,
// a batch that is open; then the first question. fill.ts calls it.
import { isOpen } from "../../domain/application.ts";
import { chinaDay } from "../../domain/days.ts";
import { type Form, HOME, type Progress } from "../../domain/form.ts";
import { beginForm } from "../../domain/form/advance.ts";
import { progressCount } from "../../domain/form/path.ts";
import { proceed } from "../../domain/form/proceed.ts";
import type { Programme } from "../../domain/programme.ts";
import { inLocale, shownDay } from "../cases/labels.ts";
import type { FillDependencies, Session, Sessions } from "./fill-session.ts";
import { formOf, openBatches } from "./form-source.ts";
import { commandOf, isForOther } from "./listen-commands.ts";
import { moodIn } from "./listen-mood.ts";
import { isAutomatic } from "../programmes.ts";
import type { Proposer } from "./propose.ts";
import { chooseOne, readYesNo } from "./read-choice.ts";
import { dense, plain } from "../words.ts";
import type { Speaker, Turn } from "../service.ts";
import { tell } from "./wording.ts";

/** None of those that were listed is meant. */
const ANOTHER =
  /^(?:(?:我)?(?:想|要)?(?:看看?|有没有|还有|有)?(?:别的|其他的?|其它的?|全部|所有的?)(?:可以申请的|能申请的|项目|事项?)?(?:呢|吗)?|换一?个|换一项|(?:都|也)?不是(?:这个|这些|这项|它|的)?|(?:都)?不对|以上都不是|没有(?:我要的|我想要的)|(?:show (?:me )?)?(?:the )?others?(?: please)?|something else|show (?:me )?all|none of (?:these|them)|not (?:this|that)(?: one)?)$/;
const wantsAnother = (text: string): boolean =>
  readYesNo(text) === false || ANOTHER.test(dense(text)) || ANOTHER.test(plain(text));

function leaves(text: string): boolean {
  const command = commandOf(text);
  return command === "cancel" || command === "pause" || moodIn(text) === "cancel" || moodIn(text) === "pause";
}

export function createBeginning(deps: FillDependencies, sessions: Sessions, proposer: Proposer) {
  const { programmes, stores, cases, write, now, hotline } = deps;
  const { nameOf, saying, said, tellingOf, leadOf, stateOf, openKept, saving } = sessions;

  const applyTap = (speaker: Speaker, programme: Programme): string =>
    said(speaker, "tap.apply", { programme: nameOf(programme, speaker) });

  /** Choosing among programmes: by name, number or tap. `more`: keys of what else may be tapped. */
  function which(speaker: Speaker, ids: readonly string[], key: string, more: readonly string[] = []): Turn {
    const listed = ids.flatMap((id) => programmes.current.get(id) ?? []);
    const lines = listed.map((one, index) =>
      said(speaker, "begin.one-of", { number: index + 1, name: nameOf(one, speaker) }),
    );
    const reply = saying(speaker, [said(speaker, key), ...lines].join("\n"), [
      ...listed.map((one) => nameOf(one, speaker)),
      ...more.map((one) => said(speaker, one)),
    ]);
    return { state: { proposed: listed.map(({ id }) => id) }, replies: [reply] };
  }

  function whichOfAll(speaker: Speaker): Turn {
    const all = [...programmes.current.values()].toSorted(
      ({ order: one = Infinity }, { order: other = Infinity }) => (one === other ? 0 : one - other),
    );
    return which(
      speaker,
      all.map(({ id }) => id),
      "begin.all",
    );
  }

  async function choose(speaker: Speaker, proposed: readonly string[], text: string): Promise<Turn> {
    const listed = proposed.flatMap((id) => programmes.current.get(id) ?? []);
    const [first, second] = listed;
    if (first !== undefined && second === undefined && readYesNo(text) === true)
      return begin(speaker, first, text);
    if (wantsAnother(text)) {
      return listed.length < programmes.current.size
        ? whichOfAll(speaker)
        : { state: undefined, replies: [saying(speaker, said(speaker, "begin.none-of-all", { hotline }))] };
    }
    if (leaves(text)) {
      const left = saying(speaker, said(speaker, "begin.left"), [write(speaker.locale, "chat.apply")]);
      return { state: undefined, replies: [left] };
    }
    const options = listed.map(({ id, name, also }) => ({ id, names: [name["zh-Hans"], name.en, ...also] }));
    const chosen = chooseOne(text, options);
    const id = chosen.kind === "one" ? chosen.id : proposer.propose(text)[0];
    const programme = id === undefined ? undefined : programmes.current.get(id);
    if (programme !== undefined) return begin(speaker, programme, text);
    const several = chosen.kind === "several" ? chosen.ids : proposer.about(text);
    if (several.length > 1) return which(speaker, several, "begin.which");
    const [about] = several;
    if (about !== undefined && text.length <= 12) {
      const one = programmes.current.get(about);
      if (one !== undefined) return begin(speaker, one, text);
    }
    // Whoever talks of something else is not held to the list.
    return { state: undefined, replies: [], question: text };
  }

  async function begin(speaker: Speaker, programme: Programme, words: string): Promise<Turn> {
    const mine = await stores.applications.ofMember(speaker.member);
    const own = mine.filter((one) => one.programme === programme.id);
    const forOther = isForOther(words);
    const name = nameOf(programme, speaker);

    const draft = own.find(({ state }) => state === "draft");
    if (draft !== undefined && !forOther) {
      const session = await openKept(speaker, draft);
      if (session !== undefined) return goOn(speaker, session, "begin.draft");
    }
    const asked = own.find(({ state }) => state === "needs-more");
    if (asked !== undefined && !forOther) {
      const session = await openKept(speaker, asked);
      if (session !== undefined) return goOn(speaker, session, undefined);
    }
    const open = own.find(({ state }) => isOpen(state));
    if (open !== undefined && programme.onePer !== "none" && !forOther) {
      const { state } = cases.describe(open, speaker.locale);
      const text = said(speaker, "begin.duplicate", { programme: name, number: open.number ?? "", state });
      return { state: undefined, replies: [saying(speaker, text, [said(speaker, "tap.status")])] };
    }

    const form = await formOf(deps, programme, now());
    if (programme.places !== undefined && form.batches.length === 0) return noBatch(speaker, programme);
    const home = forOther ? undefined : mine.find((one) => one.home !== undefined)?.home;
    const known = home !== undefined && form.units.some(({ id }) => id === home) ? { [HOME]: home } : {};
    const started = beginForm(form, known);
    const progress: Progress = forOther ? { ...started.progress, forOther } : started.progress;
    const nothing = nothingToFile(speaker, form, progress);
    if (nothing !== undefined) return nothing;
    const lead = [
      said(speaker, "begin.opening", { programme: name }) +
        (speaker.locale === "en" ? " " : "") +
        inLocale(programme.summary, speaker.locale),
      ...(forOther ? [said(speaker, "consent.for-other")] : []),
      said(speaker, programme.eligibility === undefined ? "begin.short" : "begin.first-check"),
    ];
    const opening =
      programme.opening === undefined ? [] : [saying(speaker, inLocale(programme.opening, speaker.locale))];
    const session: Session = { form, progress, lead: [] };
    return {
      state: stateOf(progress, undefined),
      replies: [...opening, ...tell(tellingOf(speaker, session), progress, started.outcomes, lead)],
    };
  }

  /** Set where the place pays without being asked, once it is known which place that is. */
  function nothingToFile(speaker: Speaker, form: Form, progress: Progress): Turn | undefined {
    const { programme } = form;
    const home = progress.answers[HOME] ?? (form.units.length === 1 ? form.units[0]?.id : undefined);
    if (progress.only !== undefined) return undefined;
    if (!programme.automatic && typeof home !== "string") return undefined;
    if (!isAutomatic(programme, form.settings(typeof home === "string" ? home : undefined))) return undefined;
    const text = [
      said(speaker, "begin.nothing-to-file", { programme: nameOf(programme, speaker) }),
      ...(programme.nothingToFile === undefined ? [] : [inLocale(programme.nothingToFile, speaker.locale)]),
      said(speaker, "begin.more", { hotline }),
    ].join("\n");
    return { state: undefined, replies: [saying(speaker, text)] };
  }

  async function noBatch(speaker: Speaker, programme: Programme): Promise<Turn> {
    const today = chinaDay(now());
    const [known, open] = await Promise.all([
      stores.applications.batches(programme.id, "2000-01-01"),
      openBatches(stores, undefined, today),
    ]);
    const last = known
      .filter(({ cancelled }) => !cancelled)
      .map(({ applyBy }) => applyBy)
      .filter((day) => day < today)
      .sort()
      .at(-1);
    const values = { programme: nameOf(programme, speaker) };
    const text =
      last === undefined
        ? said(speaker, "begin.no-batch", values)
        : said(speaker, "begin.no-batch-last", { ...values, day: shownDay(last, speaker.locale) });
    const others = [...new Set(open.map(({ batch }) => batch.programme))]
      .flatMap((id) => programmes.current.get(id) ?? [])
      .filter(({ id }) => id !== programme.id);
    const lines = others.length === 0 ? [] : [said(speaker, "begin.others")];
    return {
      state: undefined,
      replies: [
        saying(
          speaker,
          [text, ...lines].join("\n"),
          others.map((one) => applyTap(speaker, one)),
        ),
      ],
    };
  }

  /** Takes the form up again where it stands. */
  function goOn(speaker: Speaker, session: Session, key: string | undefined): Turn {
    const { form, kept } = session;
    const { progress, outcomes } = proceed(form, { ...session.progress, paused: false });
    const programme = nameOf(form.programme, speaker);
    const request = kept?.application.request;
    const lead = [
      ...leadOf(speaker, session),
      ...(request === undefined
        ? key === undefined
          ? []
          : [said(speaker, key, { programme, ...progressCount(form, progress) })]
        : [
            said(speaker, "begin.supply", { programme, number: kept?.application.number ?? "" }),
            ...(request.note === "" ? [] : [said(speaker, "begin.supply-note", { note: request.note })]),
          ]),
    ];
    const replies = tell(tellingOf(speaker, { ...session, progress }), progress, outcomes, lead);
    return { state: stateOf(progress, kept?.application.id), replies, ...saving(session, progress) };
  }

  return { which, whichOfAll, choose, begin, nothingToFile, goOn };
}
