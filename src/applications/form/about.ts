// What is answered to a question about the matter itself, from the programme's own file; what it does not say goes to the
// reports. Which question it is, topic.ts tells. Pure.
import { showNumber } from "../../domain/expression.ts";
import { HOME, type Progress } from "../../domain/form.ts";
import { fieldAt, itemsOf } from "../../domain/form/path.ts";
import { inScriptOf } from "../../../ingest/script.ts";
import { inLocale, shownDay } from "../cases/labels.ts";
import type { Locale } from "../../domain/message.ts";
import { joined, type Reading } from "./wording-value.ts";
import { papersText, verdictText } from "./wording-review.ts";
import { settingsIn, type Topic } from "./topic.ts";

export interface Asking extends Reading {
  /** Undefined when nothing is being filled in. */
  readonly progress?: Progress;
}

/** Working days for an appeal that no clock of the programme sets. */
const APPEAL_DAYS = 15;

/** The answer in a few lines; undefined when the programme does not say. */
export function aboutText(topic: Topic, asking: Asking, text: string): string | undefined {
  const { form, locale, write, progress } = asking;
  const { programme } = form;
  const said = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
    write(locale, `about.${key}`, values);
  switch (topic) {
    case "how-long":
      if (programme.steps.length === 0) return inLocale(programme.afterwards, locale);
      if (programme.steps[1] === undefined && programme.publicNoticeDays === 0) {
        const [{ title, days } = { title: programme.summary, days: 0 }] = programme.steps;
        return said("how-long-one", { step: inLocale(title, locale), days });
      }
      return said("how-long", {
        steps: joined(
          locale,
          programme.steps.map(({ title, days }) => said("step", { step: inLocale(title, locale), days })),
        ),
        days: programme.steps.reduce((all, { days }) => all + days, 0),
        notice: programme.publicNoticeDays,
      });
    case "after":
      return said("after", { afterwards: inLocale(programme.afterwards, locale) });
    case "who": {
      const sentences = sentencesOf(inLocale(programme.consent, locale)).filter((one) => SEEN.test(one));
      return sentences.length === 0
        ? inLocale(programme.consent, locale)
        : sentences.join(locale === "en" ? " " : "").replace(/[；;]$/u, locale === "en" ? "." : "。");
    }
    case "kept": {
      const kept = sentencesOf(inLocale(programme.consent, locale)).filter((one) => KEPT.test(one));
      if (progress?.stage === "eligibility") return said("kept-nothing");
      return kept.length === 0 ? inLocale(programme.consent, locale) : kept.join(locale === "en" ? " " : "");
    }
    case "sure":
      return said("sure");
    case "setting":
      return settingsIn(form, text)
        .map((name) => numberText(asking, name))
        .find((line) => line !== undefined);
    case "amount":
      if (programme.outcome === "paid") return said("amount");
      return programme.category === "help"
        ? said("amount-none", { summary: inLocale(programme.summary, locale) })
        : amountSetting(asking);
    case "papers": {
      const papers =
        progress === undefined
          ? programme.papers
          : itemsOf(form, progress).flatMap((item) => (item.kind === "paper" ? [item.paper] : []));
      return papers.length === 0 ? said("papers-none") : papersText(asking, papers);
    }
    case "eligible": {
      const { eligibility } = programme;
      if (eligibility === undefined) return inLocale(programme.summary, locale);
      if (progress?.stage === "eligibility") return said("eligible-first");
      if (progress?.verdict !== undefined) return verdictText(asking, progress);
      const reasons = eligibility.verdicts
        .filter(({ verdict }) => verdict === "likely")
        .map(({ reason }) => inLocale(reason, locale));
      return [said("eligible"), ...new Set(reasons.map((reason) => said("reason", { reason })))].join("\n");
    }
    case "optional": {
      const field = progress?.asked === undefined ? undefined : fieldAt(form, progress.asked);
      return field === undefined ? undefined : said(field.optional ? "optional" : "needed");
    }
    case "where": {
      const home = progress?.answers[HOME];
      const unit = form.units.find(
        ({ id }) => id === (home ?? (form.units.length === 1 ? form.units[0]?.id : undefined)),
      );
      return unit === undefined ? said("where-own") : said("where", { unit: inScriptOf(locale, unit.name) });
    }
    case "refused": {
      const own = programme.clocks.find(({ id, unit }) => id === "appeal" && unit === "working-days");
      return said("refused", { days: own?.length ?? APPEAL_DAYS });
    }
    case "voice":
      return said("voice");
    case "why-asked":
      return progress === undefined ? undefined : said("why-asked");
    case "declining":
    case "why-consent":
      return progress?.stage === "consent" ? said(topic) : undefined;
    case "change":
      return progress === undefined ? undefined : said("change");
    case "for-other":
      return said("for-other");
    case "benefits":
      return inLocale(programme.benefits ?? programme.summary, locale);
    case "cost":
      return programme.cost === undefined ? said("cost") : inLocale(programme.cost, locale);
    case "repay":
    case "revoking":
      return said(topic);
    case "deadline":
      return deadlineText(asking);
    case "apply":
      return [said("apply", { summary: inLocale(programme.summary, locale) }), said("apply-here")].join("\n");
    default: {
      const impossible: never = topic;
      return impossible;
    }
  }
}

/** Of an open batch, else what the summary says of it. */
function deadlineText({ form, locale, write }: Asking): string {
  const [next] = form.batches.map(({ batch }) => batch.applyBy).sort();
  if (next !== undefined) return write(locale, "about.deadline", { day: shownDay(next, locale) });
  const said = sentencesOf(inLocale(form.programme.summary, locale)).filter((one) => DEADLINE.test(one));
  return said.length > 0 ? said.join("") : write(locale, "about.deadline-none");
}
const DEADLINE = /截止|\b(?:deadline|closes|due|ends)\b/;

/** What holds for whatever is applied for; undefined where it depends on which it is. */
export function generalText(topic: Topic, locale: Locale, write: Asking["write"]): string | undefined {
  switch (topic) {
    case "refused":
      return write(locale, "about.refused", { days: APPEAL_DAYS });
    case "who":
    case "kept":
    case "how-long":
    case "change":
      return write(locale, `about.general-${topic}`);
    case "cost":
    case "repay":
    case "revoking":
    case "sure":
    case "voice":
    case "for-other":
      return write(locale, `about.${topic}`);
    default:
      return undefined;
  }
}

const KEPT = /保存|删除|\b(?:kept|deleted)\b/;
const SEEN = /可以不[留说写]|看到|看得到|公示|告诉|知道|\b(?:see|sees|seen|shown|shows|told|tell|notice)\b/;

const sentencesOf = (text: string): string[] =>
  text.split(/(?<=[。；;])|(?<=\.)\s+/u).filter((one) => one.trim() !== "" && !/回复|reply/i.test(one));

function numberText({ form, locale, write, progress }: Asking, name: string): string | undefined {
  const home = progress?.answers[HOME];
  const number = form.settings(typeof home === "string" ? home : form.units[0]?.id).numbers[name];
  const setting = form.programme.settings?.[name];
  if (number === undefined || setting === undefined) return undefined;
  return write(locale, number.confirmed === false ? "form.verdict.unconfirmed" : "form.verdict.number", {
    label: inLocale(setting.label, locale),
    value: showNumber(number.value),
    unit: inLocale(setting.unit, locale),
    place: number.place === "" ? write(locale, "form.verdict.nation") : inScriptOf(locale, number.place),
    since: number.since,
    source: inScriptOf(locale, number.source),
  });
}

/** The most that can be had, where the place has set it. */
function amountSetting(asking: Asking): string | undefined {
  const money = Object.entries(asking.form.programme.settings ?? {}).filter(([, { unit }]) =>
    /元/.test(unit["zh-Hans"]),
  );
  return money.map(([name]) => numberText(asking, name)).find((line) => line !== undefined);
}
