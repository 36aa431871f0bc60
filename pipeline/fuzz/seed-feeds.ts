import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dialects } from '@feedflow/infra/testing/sample-feeds/dialects/dialects';
import { planFeed } from '@feedflow/infra/testing/sample-feeds/plan/feed-plan';
import { renderFeed } from '@feedflow/infra/testing/sample-feeds/render-feed';

const fixtures = join(import.meta.dirname, '../fixtures/dialects');

/** The original feeds: one for each dialect, and the sample feeds. */
export function seedFeeds(): string[] {
  const written = readdirSync(fixtures)
    .filter((file) => file.endsWith('.xml'))
    .sort()
    .map((file) => readFileSync(join(fixtures, file), 'utf8'));
  const sampled = Object.keys(dialects).map((dialect) => {
    const plan = planFeed({ dialect: dialect as keyof typeof dialects, records: 10 });
    return Buffer.from([...renderFeed(plan)].join(''), 'latin1').toString();
  });
  return [...written, ...sampled];
}
