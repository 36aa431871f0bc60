import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt, textsAt } from '@feedflow/shared/model/record-texts';
import type { TextForms } from '@feedflow/shared/model/text-forms';
import { remember } from '@feedflow/shared/values/remember';
import type { Adapter, Draft, FeedEvidence } from '../adapter.ts';
import { type DraftContext, readDraft } from '../draft.ts';
import { companyAndPlace, fillFromCreator } from '../values/creator.ts';
import { cleanText } from '../values/text.ts';
import { categorySeparator, splitCategories } from './category-lists.ts';
import { fillFromLabels, type LabelForm, labelForm } from './label-lines.ts';
import { isHours } from './plausible-paths.ts';
import { isInLink, learnTitleForms, namesOrganization } from './title-forms.ts';

/** Records that show how a feed is written. */
const MAX_RECORDS = 100;
const MIN_SHARE = 0.9;
/** The same for what an earlier reading found. */
const KEPT_SHARE = 0.5;
const MAX_COMPANY_LENGTH = 500;
const MIN_HOURS_LENGTH = 4;
const SYNDICATION = new Set(['rss', 'rdf', 'feed']);
/** Dialects that know nothing of titles. */
const PLAIN = new Set(['rss', 'atom', 'generic']);
const CREATORS = ['dc:creator', 'author/name', 'author', 'a10:author/a10:name'].map(compilePath);

/** Authors that are no employer: the board itself, an address, an account. */
const BOARD =
  /jobs?(?!\p{L})|career|recruit|karriere|emplo[iy]|stellen|vacanc|vacature|@|https?:|(?<!\p{L})(?:admin|administrator|editor|webmaster|redaktion|hr|team|import|feed|bot)(?!\p{L})/iu;

const NO_LABELS: LabelForm = { fields: new Set(), order: null };

/** What the first records show about the texts of a feed, beyond the names of its elements. */
export interface Learned {
  /** Completes a draft by it. */
  refine(draft: Draft, record: RecordNode): void;
  forms: Omit<TextForms, 'dates' | 'idPath'>;
  /** Titles that were split. */
  splitTitles: string[];
}

/**
 * Learns from the first records how the feed writes company, place, salary and categories: in lines of its
 * descriptions, in its titles, in its creators, in lists. Decided once for a feed, and only if nearly all of these
 * records are alike.
 *
 * @param before what the last reading of the feed learned. It is kept as long as the records do not contradict it: else
 * one
 *   odd record more would change all jobs of a small feed, and one fewer would change them back
 * @param options isPart: nothing is learned from the sample of a feed that was cut off, what was learned before holds
 */
export function learnFromSample(
  context: DraftContext,
  sample: RecordNode[],
  before: TextForms,
  { isPart }: { isPart: boolean },
): Learned {
  const { adapter, feed } = context;
  const isSyndication = SYNDICATION.has(feed.root);
  const hasPlainTitles = PLAIN.has(adapter.name);
  const records = sample.slice(0, MAX_RECORDS);
  const drafts = records.map((record) => readDraft(record, context));
  const creators = records.map(creatorOf);
  const { creator, labels } = isPart
    ? { creator: before.creator, labels: { fields: new Set(before.labels), order: before.labelDates } }
    : {
        creator: isSyndication ? meaningOfCreators(creators, drafts, before.creator) : null,
        labels: isSyndication ? labelsOf(drafts, before) : NO_LABELS,
      };
  const fill = (draft: Draft, author: string | null): void => {
    if (creator === 'company-and-place') fillFromCreator(draft, author);
    if (creator === 'employer') draft.company ??= cleanText(author, MAX_COMPANY_LENGTH);
    if (labels.fields.size > 0) fillFromLabels(draft, labels);
  };
  for (const [i, draft] of drafts.entries()) fill(draft, creators[i] ?? null);
  const separator = categorySeparator(categoryTexts(records, context), before.categorySeparator, { isPart });
  const titles = drafts.map(({ title }) => title);
  const forms = hasPlainTitles
    ? learnTitleForms(drafts, titleContext(feed, creators), before.titles, { isPart })
    : [];
  for (const form of forms) for (const draft of drafts) form.apply(draft);
  return {
    refine(draft, record) {
      fill(draft, creator === null ? null : creatorOf(record));
      if (separator !== null) draft.categories = splitCategories(draft.categories, separator);
      for (const form of forms) form.apply(draft);
    },
    splitTitles: titles.filter((title, i) => title !== null && title !== drafts[i]?.title) as string[],
    forms: {
      titles: forms.map(({ name }) => name),
      creator,
      labels: [...labels.fields].sort(),
      labelDates: labels.order,
      categorySeparator: separator,
    },
  };
}

/** An adapter that completes what `adapter` reads by what was learned. */
export function withLearned(adapter: Adapter, { forms, refine }: Learned): Adapter {
  const { titles, creator, labels, categorySeparator: separator } = forms;
  const hasForms = titles.length > 0 || labels.length > 0 || creator !== null || separator !== null;
  return {
    ...adapter,
    refine(draft, record, feed) {
      adapter.refine?.(draft, record, feed);
      if (hasForms) refine(draft, record);
      draft.jobType ??= hoursAmong(draft.categories);
    },
  };
}

/** Full or part time among the categories, as systems for content list all terms of a job; null for none. */
function hoursAmong(categories: string[]): string | null {
  return categories.filter(isHoursInWords).join(', ') || null;
}

/** "PT" is physical therapy too. */
const isHoursInWords = remember((text) => text.length >= MIN_HOURS_LENGTH && isHours(text));

function labelsOf(drafts: Draft[], { labels, labelDates }: TextForms): LabelForm {
  const before = { fields: new Set(labels), order: labelDates };
  return labelForm(
    drafts.flatMap(({ description }) => description ?? []),
    before,
  );
}

function categoryTexts(records: RecordNode[], { fields }: DraftContext): ReadonlyArray<readonly string[]> {
  return (fields.categories ?? []).flatMap((path) => records.map((record) => textsAt(record, path)));
}

function titleContext(feed: FeedEvidence, creators: Array<string | null>) {
  return { channel: feed.channel('title'), creators: creators.map((creator) => cleanText(creator, 500)) };
}

function creatorOf(record: RecordNode): string | null {
  for (const path of CREATORS) {
    const text = textAt(record, path);
    if (text !== null) return text;
  }
  return null;
}

function meaningOfCreators(
  creators: Array<string | null>,
  drafts: Draft[],
  before: TextForms['creator'],
): TextForms['creator'] {
  const placesShare = before === 'company-and-place' ? KEPT_SHARE : MIN_SHARE;
  if (showsPlaces(creators, placesShare)) return 'company-and-place';
  return showsEmployers(creators, drafts, before === 'employer') ? 'employer' : null;
}

/**
 * Whether the authors of a feed without companies are the employers: their names are those of organizations, or those
 * of the sites that the jobs are on. A name such as "Acme Jobs" is that of the board.
 *
 * @param wereEmployers whether they were in an earlier reading: then the names need no further sign, and some may be
 * odd
 */
function showsEmployers(creators: Array<string | null>, drafts: Draft[], wereEmployers: boolean): boolean {
  const minShare = wereEmployers ? KEPT_SHARE : MIN_SHARE;
  const oddShare = wereEmployers ? 1 - KEPT_SHARE : 0;
  const companies = drafts.filter(({ company }) => company !== null).length;
  if (companies > drafts.length * oddShare) return false;
  const known = creators.flatMap((creator, i) => {
    const draft = drafts[i];
    const name = cleanText(creator, MAX_COMPANY_LENGTH);
    return name === null || draft === undefined ? [] : [{ name, draft }];
  });
  if (known.length < 2 || known.length < creators.length * minShare) return false;
  const boards = known.filter(({ name }) => BOARD.test(name)).length;
  if (boards > known.length * oddShare) return false;
  if (wereEmployers) return true;
  const share = (holds: (one: { name: string; draft: Draft }) => boolean): number =>
    known.filter(holds).length / known.length;
  return (
    share(({ name }) => namesOrganization(name)) >= 0.5 ||
    share(({ name, draft }) => isInLink(name, draft)) >= MIN_SHARE
  );
}

function showsPlaces(creators: Array<string | null>, minShare: number): boolean {
  const known = creators.filter((creator) => creator !== null);
  const placed = known.filter((creator) => companyAndPlace(creator) !== null);
  return placed.length >= 2 && placed.length >= known.length * minShare;
}
