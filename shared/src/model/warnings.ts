interface WarningTraits {
  /** A few words for a list. */
  label: string;
  /** One sentence: what was found in the feed, and what the import did about it. */
  meaning: string;
  /** One sentence: what an operator can do. */
  action: string;
}

/**
 * What can be odd about a feed that is imported all the same. A run and a preview list the warnings of their feed by
 * these codes. Without imports: browsers load it.
 */
export const warningCatalog = {
  'ids-change': {
    label: 'Ids change',
    meaning: 'The ids of known jobs change at every fetch, so jobs are identified by other fields.',
    action: 'Ask the publisher for stable ids, or choose the rule with `identity` in the mapping.',
  },
  'ids-reused': {
    label: 'Ids reused',
    meaning: 'The feed reuses ids for other jobs, so jobs are identified by other fields.',
    action: 'Ask the publisher for stable ids, or choose the rule with `identity` in the mapping.',
  },
  'links-shared': {
    label: 'Links or ids shared',
    meaning: 'Different jobs have the same id or link, so jobs are identified by more fields.',
    action: 'Check that different jobs stay different, or choose the rule with `identity` in the mapping.',
  },
  'identity-changed': {
    label: 'Identity changed',
    meaning:
      'The rule that identifies the jobs of the source changed; the keys of stored jobs were migrated.',
    action: 'Nothing, unless the new rule is wrong: then choose one with `identity` in the mapping.',
  },
  'volatile-fields': {
    label: 'Volatile fields',
    meaning: 'Some fields change in nearly every record at every fetch; such a change does not update a job.',
    action:
      'Nothing, unless such a field matters: then choose the ignored fields with `ignoreChanges` in the mapping.',
  },
  'all-updated': {
    label: 'Nearly all updated',
    meaning: 'Nearly every known job of the feed changed in this run.',
    action:
      'Check whether the publisher really changed all jobs, or whether one field changes at every fetch.',
  },
  'pages-unread': {
    label: 'Pages not read',
    meaning: 'The feed has more pages than were read, so no job was closed.',
    action: 'Use the URL of the whole feed, or raise the limit that the message names.',
  },
  'count-mismatch': {
    label: 'Count does not match',
    meaning:
      'The feed states a different number of records than it holds; if it states more, no job was closed.',
    action: 'Check with the publisher whether the feed is complete.',
  },
  'newest-window': {
    label: 'Newest jobs only',
    meaning: 'The feed lists only its newest jobs; a job that drops off the end of the list was not closed.',
    action: 'Use a feed with all open jobs if there is one.',
  },
  'partial-delta': {
    label: 'Changes only',
    meaning: 'The feed lists changes only, so a job that it does not mention was not closed.',
    action: 'Nothing, if the source is meant to deliver changes.',
  },
  'all-closed': {
    label: 'All closed',
    meaning: 'Every record of the feed says that its job is closed or deleted, so none was imported.',
    action:
      'If these jobs are open, ask the publisher what the named field means, and do not confirm the closing.',
  },
  'records-failed': {
    label: 'Failed records',
    meaning:
      'A few records failed, no more than the failure threshold of the source; the others were imported.',
    action: 'Look at the failures of the run. `failureThreshold` of the source sets how many are tolerated.',
  },
  'records-unreadable': {
    label: 'Unreadable records',
    meaning: 'Records could not be read at all; while their jobs are unknown, no job was closed.',
    action: 'Look at the failures of the run, and ask the publisher to correct these records.',
  },
  'dates-unreadable': {
    label: 'Unreadable dates',
    meaning: 'Dates of some jobs could not be read, or are relative ("3 days ago"); these jobs have none.',
    action: 'Set `dateOrder` or another path in the mapping.',
  },
  'salaries-unreadable': {
    label: 'Unreadable salaries',
    meaning: 'Salaries of some jobs have numbers but no amount that could be read; their text is kept.',
    action: 'Set the paths of the amounts in the mapping if the feed has them.',
  },
  'links-missing': {
    label: 'No links',
    meaning: 'Some jobs have neither a link nor a link to apply.',
    action: 'Set the path of `jobUrl` in the mapping if the feed has links.',
  },
  'titles-split': {
    label: 'Titles split',
    meaning: 'All titles name a company or place as well, which was taken out of the title.',
    action: 'Set `title` in the mapping to keep whole titles.',
  },
} as const satisfies Record<string, WarningTraits>;

export type WarningCode = keyof typeof warningCatalog;

export const warningCodes = Object.keys(warningCatalog) as [WarningCode, ...WarningCode[]];

/**
 * Found by comparing a feed with the jobs that were stored before the run. A later fetch attempt of the run cannot find
 * them again: an earlier one may have written some of its jobs.
 */
export const storedJobsWarnings: readonly WarningCode[] = [
  'ids-change',
  'ids-reused',
  'identity-changed',
  'volatile-fields',
  'all-updated',
];

/** What is kept of the warnings of one feed. */
export const warningLimits = { samples: 5, sampleLength: 200, messageLength: 500 } as const;
