import { COUNTED } from '../runs/outcomes.ts';

/** Duplicates are a feed's own repetitions: nothing became of them, so charts do not stack them. */
export const CHARTED_OUTCOMES = COUNTED.filter(({ key }) => key !== 'duplicateJobs');
