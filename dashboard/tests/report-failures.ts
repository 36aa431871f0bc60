import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import { afterEach } from 'vitest';
import { openPages } from './open-pages.ts';

const FOLDER = join(import.meta.dirname, '../../.feedflow/failed-tests');
const MAX_TEXT_LENGTH = 500;
const TIMEOUT_MS = 5_000;

/* Says of a browser test that failed what its pages showed then: some failures occur once in a hundred runs. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const [page, waiting] of openPages) {
    const report = await describePage(page, waiting, task.name).catch((error: unknown) => String(error));
    process.stderr.write(`${task.name}: ${report}\n`);
  }
});

async function describePage(page: Page, waiting: ReadonlySet<Request>, test: string): Promise<string> {
  const name = `${test.replaceAll(/\W+/g, '-').slice(0, 80)}-${Date.now()}.png`;
  const shown = page.getByRole('dialog').or(page.getByRole('alert')).or(page.getByRole('status'));
  const texts = await shown.allInnerTexts();
  await page.screenshot({ path: join(FOLDER, name), timeout: TIMEOUT_MS });
  return [
    `${page.url()}, see ${join(FOLDER, name)}`,
    ...texts
      .filter(Boolean)
      .map((text) => `shown: ${text.replaceAll(/\s+/g, ' ').slice(0, MAX_TEXT_LENGTH)}`),
    ...Array.from(waiting, (request) => `without a response: ${request.method()} ${request.url()}`),
  ].join('\n  ');
}
