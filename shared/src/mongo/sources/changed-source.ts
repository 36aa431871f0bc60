import { isDeepStrictEqual } from 'node:util';
import { closingOf, isSameClosing } from '../../model/closing.ts';
import { isSameFilter } from '../../model/record-filter.ts';
import type { Source, SourceConfig } from '../../model/source.ts';
import { NO_TEXT_FORMS, type TextForms } from '../../model/text-forms.ts';

/** Without validators no server responds "not modified": the whole feed is read again. */
export const noValidators: Source['http'] = { etag: null, lastModified: null };

/** What was known of the feed at another URL does not hold for the new one, whose jobs have other keys. */
const ofNewFeed = {
  movedTo: null,
  identity: null,
  volatileFields: [],
  observations: null,
  seenSharedKeys: [],
  rulesChange: null,
  textForms: null,
  judgement: null,
} satisfies Partial<Source>;

/**
 * What else of a source changes with its configuration, by the API or by the feeds file. Where the feed is now another
 * one, or read in another way, or its jobs are closed for other reasons, or its records filtered in another way, its
 * validators are forgotten, also those of a run that is reading it as it was configured before. The failures of one
 * that is enabled are counted from 0 again.
 */
export function changesWith(seen: Source, config: SourceConfig, at: Date): Partial<Source> {
  return {
    updatedAt: at,
    ...(isReadAlike(config, seen) ? {} : { listing: null, textForms: keptForms(seen, config) }),
    ...(isImportedAlike(config, seen) ? {} : { http: noValidators, readingChangedAt: at }),
    ...(config.url === seen.url ? {} : ofNewFeed),
    ...(config.enabled ? { disabledReason: null } : {}),
    ...(config.enabled && !seen.enabled ? { failuresInARow: 0, crashesInARow: 0 } : {}),
  };
}

/** The texts of the feed are learned again; the ids stay those of the same elements, or all jobs would be other jobs. */
function keptForms(seen: Source, { dialect, mapping }: SourceConfig): TextForms | null {
  const idPath = seen.textForms?.idPath ?? null;
  const hasSameRecords =
    (seen.dialect ?? null) === (dialect ?? null) && seen.mapping?.['record'] === mapping?.['record'];
  return hasSameRecords && idPath !== null ? { ...NO_TEXT_FORMS, idPath } : null;
}

/** Whether an import of the same feed would leave the same jobs. */
function isImportedAlike(one: SourceConfig, other: SourceConfig): boolean {
  return (
    isReadAlike(one, other) &&
    isDeepStrictEqual(one.values, other.values) &&
    isSameClosing(closingOf(one), closingOf(other)) &&
    isSameFilter(one.filter, other.filter)
  );
}

/** Whether a feed that is "not modified" would also give the same jobs. */
function isReadAlike(one: SourceConfig, other: SourceConfig): boolean {
  const reading = ({ url, dialect, mapping, headers, basicAuth }: SourceConfig) =>
    JSON.stringify([url, dialect, mapping, headers, basicAuth]);
  return reading(one) === reading(other);
}
