import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt, textsAt } from '@feedflow/shared/model/record-texts';
import type { Adapter, Draft, FeedEvidence } from './adapter.ts';
import { categorySeparator, splitCategories } from './category-lists.ts';
import { companyAndPlace, fillFromCreator } from './creator.ts';
import { type DraftContext, readDraft } from './draft.ts';
import { fillFromLabels, type LabelForm, labelForm } from './label-lines.ts';
import { cleanText } from './text.ts';
import { isInHost, learnTitleForms, namesOrganization } from './title-forms.ts';

/** Records that show how a feed is written. */
const MAX_RECORDS = 100;
const MIN_SHARE = 0.9;
const MAX_COMPANY_LENGTH = 500;
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
  /** Names of the forms of titles that are split, and titles that were. */
  titleForms: string[];
  splitTitles: string[];
  /** Changes with what was learned. */
  fingerprint: string;
}

/**
 * Learns from the first records how the feed writes company, place, salary and categories: in lines of its descriptions, in
 * its titles, in its creators, in lists. Decided once for a feed, and only if nearly all of these records are alike.
 * @returns null if there is nothing to learn
 */
export function learnFromSample(context: DraftContext, sample: RecordNode[]): Learned | null {
  const { adapter, feed } = context;
  const isSyndication = SYNDICATION.has(feed.root);
  const hasPlainTitles = PLAIN.has(adapter.name);
  const records = sample.slice(0, MAX_RECORDS);
  const drafts = records.map((record) => readDraft(record, context));
  const creators = records.map(creatorOf);
  const byCreator = isSyndication && showsPlaces(creators);
  const areEmployers = isSyndication && !byCreator && showsEmployers(creators, drafts);
  const labels = isSyndication ? labelsOf(drafts) : NO_LABELS;
  const fill = (draft: Draft, creator: string | null): void => {
    if (byCreator) fillFromCreator(draft, creator);
    if (areEmployers) draft.company ??= cleanText(creator, MAX_COMPANY_LENGTH);
    if (labels.fields.size > 0) fillFromLabels(draft, labels);
  };
  for (const [i, draft] of drafts.entries()) fill(draft, creators[i] ?? null);
  const separator = categorySeparator(categoryTexts(records, context));
  const titles = drafts.map(({ title }) => title);
  const forms = hasPlainTitles ? learnTitleForms(drafts, titleContext(feed, creators)) : [];
  if (!byCreator && !areEmployers && labels.fields.size === 0 && separator === null && forms.length === 0)
    return null;
  for (const form of forms) for (const draft of drafts) form.apply(draft);
  return {
    refine(draft, record) {
      fill(draft, byCreator || areEmployers ? creatorOf(record) : null);
      if (separator !== null) draft.categories = splitCategories(draft.categories, separator);
      for (const form of forms) form.apply(draft);
    },
    titleForms: forms.map(({ name }) => name),
    splitTitles: titles.filter((title, i) => title !== null && title !== drafts[i]?.title) as string[],
    fingerprint: JSON.stringify([
      byCreator,
      areEmployers,
      separator,
      [...labels.fields].sort(),
      labels.order,
      forms.map(({ name }) => name),
    ]),
  };
}

/** An adapter that completes what `adapter` reads by what was learned. */
export function withLearned(adapter: Adapter, learned: Learned | null): Adapter {
  if (learned === null) return adapter;
  return {
    ...adapter,
    refine(draft, record, feed) {
      adapter.refine?.(draft, record, feed);
      learned.refine(draft, record);
    },
  };
}

function labelsOf(drafts: Draft[]): LabelForm {
  return labelForm(drafts.flatMap(({ description }) => description ?? []));
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

/**
 * Whether the authors of a feed without companies are the employers: their names are those of organizations, or those of the
 * sites that the jobs are on. A name such as "Acme Jobs" is that of the board.
 */
function showsEmployers(creators: Array<string | null>, drafts: Draft[]): boolean {
  if (drafts.some(({ company }) => company !== null)) return false;
  const known = creators.flatMap((creator, i) => {
    const draft = drafts[i];
    const name = cleanText(creator, MAX_COMPANY_LENGTH);
    return name === null || draft === undefined ? [] : [{ name, draft }];
  });
  if (known.length < 2 || known.length < creators.length * MIN_SHARE) return false;
  if (known.some(({ name }) => BOARD.test(name))) return false;
  const share = (holds: (one: { name: string; draft: Draft }) => boolean): number =>
    known.filter(holds).length / known.length;
  return (
    share(({ name }) => namesOrganization(name)) >= 0.5 ||
    share(({ name, draft }) => isInHost(name, draft)) >= MIN_SHARE
  );
}

function showsPlaces(creators: Array<string | null>): boolean {
  const known = creators.filter((creator) => creator !== null);
  const placed = known.filter((creator) => companyAndPlace(creator) !== null);
  return placed.length >= 2 && placed.length >= known.length * MIN_SHARE;
}
