import { join } from 'node:path';
import { warningCatalog } from '@feedflow/shared/model/warnings';
import { expect, test } from 'vitest';

const INTRODUCTION = `# Warnings

A warning says that a feed is odd, although it was imported. Runs and previews list the warnings of their feed: the code,
how many records, jobs or pages it concerns, and texts of the feed that show it. A run can be completed and have warnings.
\`GET /api/import-logs?warning=any\` lists the runs that have any, \`?warning=CODE\` those with one code.
`;

// `vitest run warnings -u` in infra writes the page.
test('docs/warnings.md lists the warnings of the catalogue', async () => {
  const rows = Object.entries(warningCatalog).map(
    ([code, { meaning, action }]) => `| \`${code}\` | ${meaning} | ${action} |`,
  );
  const table = ['| Code | Meaning | What to do |', '|---|---|---|', ...rows];
  const page = `${INTRODUCTION}\n${table.join('\n')}\n`;
  await expect(page).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/warnings.md'));
});
