// Functions passed to the page run in the browser.
/// <reference lib="dom" />
import type { Browser, CDPSession, Page } from 'playwright-core';
import { median } from '../median.ts';

export interface PageMeasure {
  name: string;
  /** The transferred size of the scripts in the HTML of the page, and of all scripts until it was idle. */
  firstLoadKb: number;
  allKb: number;
  /** From the start of the navigation until `ready` is interactive, in milliseconds; the median of all rounds. */
  interactiveMs: number;
  rows: number;
}

export interface PageToMeasure {
  name: string;
  url: string;
  /** The selector of an element that makes the page usable. */
  ready: string;
  /** The selector of a row. */
  rows: string;
}

const ROUNDS = 5;
/** A page has loaded all its scripts after this time without a further one. */
const QUIET_MS = 1_500;

/** Opens a page in new browser profiles, so that no cache has an effect, and measures it. */
export async function measurePage(browser: Browser, what: PageToMeasure): Promise<PageMeasure> {
  const times: number[] = [];
  let load = { firstLoadKb: 0, allKb: 0 };
  let rows = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const scripts = await watchScripts(page);
    await page.goto(what.url, { waitUntil: 'commit' });
    times.push(await interactiveAtMs(page, what.ready));
    if (round === 0) {
      await page.waitForTimeout(QUIET_MS);
      load = await scripts.sizes();
      rows = await page.locator(what.rows).count();
    }
    await context.close();
  }
  return { name: what.name, ...load, interactiveMs: Math.round(median(times)), rows };
}

/** The time until an element exists and React has hydrated it, in milliseconds since the navigation started. */
export async function interactiveAtMs(page: Page, selector: string): Promise<number> {
  const found = await page.waitForFunction(
    (target) => {
      const element = document.querySelector(target);
      const hydrated = element && Object.keys(element).some((key) => key.startsWith('__reactFiber'));
      return hydrated ? performance.now() : false;
    },
    selector,
    { polling: 'raf' },
  );
  return Number(await found.jsonValue());
}

/** Records the compressed bytes of scripts, by their URL. */
async function watchScripts(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page);
  const addresses = new Map<string, string>();
  const bytes = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') addresses.set(requestId, response.url);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const address = addresses.get(requestId);
    if (address) bytes.set(address, encodedDataLength);
  });
  await session.send('Network.enable');
  return {
    async sizes() {
      const html = await (await page.context().request.get(page.url())).text();
      const named = [...html.matchAll(/<script[^>]* src="([^"]+)"(?![^>]*noModule)/g)];
      const own = new Set(named.map(([, address = '']) => new URL(address, page.url()).href));
      const kb = (of: [string, number][]) => Math.round(of.reduce((sum, [, size]) => sum + size, 0) / 1_000);
      const all = [...bytes];
      return { firstLoadKb: kb(all.filter(([address]) => own.has(address))), allKb: kb(all) };
    },
  };
}
