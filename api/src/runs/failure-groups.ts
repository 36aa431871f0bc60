import type { FailureGroup, KeptFailure } from '@feedflow/shared/model/failure-group';

const MAX_GROUPS = 200;
/** Enough to see what is wrong; a feed may have millions of broken records. */
const MAX_FAILURES = 50_000;

/**
 * Groups the first 50,000 failures by reason and by what their messages have in common.
 *
 * @param page which samples of each group to take
 * @returns the groups with the most records first, at most 200, and how many records all groups have
 */
export async function groupFailures(
  failures: AsyncIterable<KeptFailure>,
  page: { reason?: string | undefined; samples: number; skip: number },
): Promise<{ groups: FailureGroup[]; grouped: number }> {
  const groups = new Map<string, FailureGroup>();
  let grouped = 0;
  let read = 0;
  for await (const failure of failures) {
    read += 1;
    if (read > MAX_FAILURES) break;
    if (page.reason !== undefined && failure.reasonCode !== page.reason) continue;
    const pattern = patternOf(failure.message);
    const key = `${failure.reasonCode}\n${failure.stage}\n${pattern}`;
    const { reasonCode, stage } = failure;
    const group = groups.get(key) ?? { reasonCode, pattern, stage, records: 0, kept: 0, samples: [] };
    group.records += failure.records;
    grouped += failure.records;
    if (group.kept >= page.skip && group.samples.length < page.samples) group.samples.push(failure);
    group.kept += 1;
    groups.set(key, group);
  }
  const byRecords = [...groups.values()].sort((a, b) => b.records - a.records);
  return { groups: byRecords.slice(0, MAX_GROUPS), grouped };
}

/** A message without what differs from record to record: addresses, quoted text, ids and numbers. */
export function patternOf(message: string): string {
  return message
    .replace(/https?:\/\/[^\s"'<>]+/g, '<url>')
    .replace(/"[^"]{0,500}"|'[^']{0,500}'|“[^”]{0,500}”/g, '<text>')
    .replace(/\b\d+(?:[.,]\d+)*\b/g, '<n>')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '<id>')
    .replace(/\d+/g, '<n>')
    .slice(0, 300);
}
