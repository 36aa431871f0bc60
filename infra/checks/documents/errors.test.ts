import { join } from 'node:path';
import { errorCatalog } from '@feedflow/shared/errors';
import { expect, test } from 'vitest';

const INTRODUCTION = `# Errors

Every failure has a code that stays the same from version to version. It is the \`code\` of an error response of the
API, the \`reasonCode\` of a failed record and the \`error.code\` of a run or a batch.

- **Status**: the HTTP status of the response. A code without one never leaves the API: the response is a 500 with the
  code \`internal\`, and the log has the code. Errors of feeds reach a client as the response to a preview.
- **Retry**: whether a worker retries a step that failed with it, and whether a client may repeat its request.
`;

function row(code: string, { status, retry, meaning }: { status: number; retry: boolean; meaning: string }) {
  const shown = status === 500 && code !== 'internal' ? '' : status;
  return `| \`${code}\` | ${shown} | ${retry ? 'yes' : 'no'} | ${meaning} |`;
}

// `vitest run errors -u` in infra writes the page.
test('docs/errors.md lists the errors of the catalogue', async () => {
  const rows = Object.entries(errorCatalog).map(([code, traits]) => row(code, traits));
  const table = ['| Code | Status | Retry | Meaning |', '|---|---|---|---|', ...rows];
  const page = `${INTRODUCTION}\n${table.join('\n')}\n`;
  await expect(page).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/errors.md'));
});
