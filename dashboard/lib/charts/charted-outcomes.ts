import { OUTCOMES, REMOVED } from '../outcomes.ts';

/** Duplicates are a feed's own repetitions: nothing became of them, so charts do not stack them. */
const charted = OUTCOMES.filter(({ key }) => key !== 'duplicateJobs');
export const CHARTED_OUTCOMES = [...charted.slice(0, -1), REMOVED, ...charted.slice(-1)];
