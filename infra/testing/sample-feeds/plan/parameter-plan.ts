import type { FeedParameters } from '../feed-parameters.ts';
import { isMarked } from './is-marked.ts';
import {
  BUILT_AT_MS,
  DUPLICATE_VERSION_OFFSET,
  defects,
  type FeedPlan,
  fixedDatesOf,
  type RecordPlan,
} from './record-plan.ts';

/** Ids that far-reaching duplicates repeat: enough for variety, few enough for any size of feed. */
const REMEMBERED = 1024;

/**
 * The plan of a feed made by parameters: the same ones give the same bytes on any day. Its memory does not depend on
 * the number of records.
 */
export function planParameters(parameters: FeedParameters): FeedPlan {
  return {
    dialect: parameters.dialect,
    seed: parameters.seed,
    title: 'Generated jobs',
    builtAtMs: BUILT_AT_MS,
    records: () => planRecords(parameters),
  };
}

function* planRecords(parameters: FeedParameters): Generator<RecordPlan> {
  const { records, broken, duplicates, changed, from } = parameters;
  const sound = records - broken;
  const distinct = sound - duplicates;
  const repeatable: number[] = [];
  let soundSeen = 0;
  let distinctSeen = 0;
  let defectsSeen = 0;
  let duplicatesSeen = 0;
  let previous = from;

  for (let position = 0; position < records; position += 1) {
    const serial = from + position;
    if (isMarked(position, broken, records)) {
      yield plan(serial, 0, defects[defectsSeen % defects.length] ?? 'title-missing');
      defectsSeen += 1;
      continue;
    }
    if (isMarked(soundSeen, duplicates, sound)) {
      // In turn the record just before, and one from the beginning of the feed, batches away.
      const far = repeatable[duplicatesSeen % repeatable.length] ?? previous;
      yield plan(duplicatesSeen % 2 === 0 ? previous : far, DUPLICATE_VERSION_OFFSET, 'duplicate');
      duplicatesSeen += 1;
    } else {
      yield plan(serial, isMarked(distinctSeen, changed, distinct) ? 1 : 0, 'valid');
      distinctSeen += 1;
      if (repeatable.length < REMEMBERED) repeatable.push(serial);
      previous = serial;
    }
    soundSeen += 1;
  }
}

function plan(serial: number, version: number, kind: RecordPlan['kind']): RecordPlan {
  return { serial, version, ...fixedDatesOf(serial), kind };
}
