import type { IncomingMessage, ServerResponse } from 'node:http';
import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { type LocalServer, openServer } from './local-server.ts';
import { watchErrors } from './watch-page.ts';

const SELDOM = { schedule: '0 3 1 1 *' };
const records = (from: number, to: number, title = 'Nurse') =>
  Array.from({ length: to - from }, (_, n) => {
    const id = from + n;
    return `<job><id>${id}</id><title>${title}</title><url>https://harbour.example/jobs/${id}</url></job>`;
  }).join('');

describeInBrowser('why a feed was not imported', { timeout: 120_000 }, (launch) => {
  let stack: TestStack;
  let browser: Browser;
  let page: Page;
  let problems: string[];
  let busyRequests = 0;
  let server: LocalServer;
  const respond = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/gone.xml') return void response.writeHead(404).end('gone');
    if (request.url === '/busy.xml') {
      busyRequests += 1;
      if (busyRequests === 1) return void response.writeHead(503, { 'retry-after': '2' }).end('busy');
      return void response.writeHead(302, { location: '/untitled.xml?moved' }).end();
    }
    response.setHeader('content-type', 'application/xml');
    if (request.url === '/cut.xml') return void response.end(`<jobs>${records(0, 30)}<job><id>31`);
    if (request.url?.startsWith('/untitled.xml'))
      return void response.end(`<jobs>${records(0, 40)}${records(40, 42, '')}</jobs>`);
    if (request.url === '/bad.xml')
      return void response.end(`<jobs>${records(0, 40)}${records(40, 70, '')}</jobs>`);
    // Endless: the test cancels the run. Progress is reported when more of the feed arrives.
    response.write(`<jobs>${records(0, 20, '')}${records(20, 300)}`);
    setTimeout(() => response.write(records(300, 520)), 1_500);
  };

  beforeAll(async () => {
    server = await openServer(respond);
    stack = await startTestStack({
      sources: () =>
        ['Gone', 'Cut', 'Untitled', 'Bad', 'Busy', 'Endless'].map((name) => ({
          name,
          url: `${server.url}/${name.toLowerCase()}.xml`,
          ...SELDOM,
        })),
    });
    browser = await launch();
    page = await newPage(browser);
    problems = watchErrors(page);
  }, 120_000);
  afterAll(async () => {
    await stack?.close();
    await server?.stop();
  });

  /** Starts a run of a source and opens its page. */
  async function open(source: string): Promise<string> {
    const response = await page.request.post(`${stack.dashboardUrl}/api/import/run`, { data: { source } });
    const runId: string = (await response.json()).runs[0].runId;
    await openLive(page, `${stack.dashboardUrl}/runs/${runId}`);
    return runId;
  }
  const status = (expected: string) =>
    page.locator(`main h1 + [data-status="${expected}"]`).waitFor({ timeout: 45_000 });
  const notes = () => page.getByTestId('run-notes');
  const events = (kind: string) =>
    page.getByRole('region', { name: 'Event log' }).locator(`[data-kind="${kind}"]`);
  const text = () => page.locator('main').textContent();

  test('a feed that is not there: the status of the response, and nothing of a feed that broke off', async () => {
    await open('Gone');
    await status('failed');
    await notes().getByText('The server responded with 404 Not Found, and no record was read.').waitFor();
    await page
      .getByRole('alert')
      .getByText(/responded with 404/)
      .waitFor();
    await page.getByText('404 Not Found', { exact: true }).waitFor();
    expect(await text()).not.toMatch(/No response|ends too early|cut off|Full import/);
    await openLive(page, `${stack.dashboardUrl}/runs?text=gone.xml`);
    await expect.poll(() => page.locator('[data-run]').count()).toBe(1);
  });

  test('the page of its source says why once, and which limits it is judged by', async () => {
    await page.goto(`${stack.dashboardUrl}/sources/Gone`);
    const reason = page
      .getByRole('region', { name: 'Why it is failing' })
      .locator('[data-reason="import-failed"]');
    await reason.waitFor();
    expect((await reason.textContent())?.split('responded with 404')).toHaveLength(2);
    await page
      .getByRole('region', { name: 'Quality rules' })
      .getByText('At least 1 job, once it had any')
      .waitFor();
  });

  test('a feed that ends too early', async () => {
    await open('Cut');
    await status('partial');
    await notes()
      .getByText(/^The feed ends too early. Its 30 records up to there were read/)
      .waitFor();
    // Screen readers read what has no space between as one number, or one address.
    expect(await page.getByRole('listitem').filter({ hasText: /^New/ }).textContent()).toBe('New30 100%');
    await page.getByRole('link', { name: /\/cut\.xml opens in a new tab$/ }).waitFor();
    expect(await text()).not.toMatch(/Full import|cancelled/);
  });

  test('a run that is cancelled while its feed is read: reasons meanwhile, then who stopped it', async () => {
    const runId = await open('Endless');
    await page
      .getByRole('region', { name: '20 failed records' })
      .getByText('Title missing')
      .first()
      .waitFor();
    await page.request.post(`${stack.dashboardUrl}/api/import-logs/${runId}/cancel`, { data: {} });
    await status('cancelled');
    await notes()
      .getByText(/^The run was cancelled after [\d,]+ records of the feed/)
      .waitFor();
    await page.locator('[data-row] [data-status="cancelled"]').first().waitFor();
    await events('cancel-requested')
      .getByText(/^Cancellation requested by /)
      .waitFor();
    expect(await text()).not.toMatch(/ends too early|cut off|Full import/);
  });

  test('the event log grows while the run is running, and keeps the failed attempt', async () => {
    await open('Busy');
    await events('fetch-retry')
      .getByText(
        /^Reading the feed failed \(attempt 1 of \d+\): .*503.* The next attempt begins within 2 s\.$/,
      )
      .waitFor();
    await status('completed');
    await events('redirected')
      .getByText(/\/untitled\.xml\?moved\.$/)
      .waitFor();
    await events('run-ended').getByText('Run completed with 1 warning: Failed records.').waitFor();
    const kinds = page.getByRole('region', { name: 'Event log' }).locator('[data-kind]');
    const shown = await kinds.evaluateAll((entries) =>
      entries.map((entry) => entry.getAttribute('data-kind')),
    );
    expect(shown).toEqual([
      'run-started',
      'fetch-started',
      'response-received',
      'fetch-retry',
      'fetch-started',
      'redirected',
      'response-received',
      'first-record',
      'feed-read',
      'run-ended',
    ]);
    expect(await events('fetch-retry').getByRole('img', { name: 'Warning' }).count()).toBe(1);
  });

  test('few failed records are a warning, many are paged', async () => {
    await open('Untitled');
    await status('completed');
    const warnings = page.getByRole('region', { name: '1 warning' });
    await warnings.getByText('2 of 42 records failed; up to 5 are tolerated').waitFor();
    await open('Bad');
    await status('partial');
    const group = page.getByRole('region', { name: /^Title missing: / });
    await group.getByText('5 of 30 samples shown').waitFor();
    await group.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => group.getByRole('row').count()).toBe(31);
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
    // The browser reports no errors.
    expect(problems).toEqual([]);
  });
});
