// Functions that are handed to the page run there.
/// <reference lib="dom" />
import type { Browser, CDPSession, Page } from 'playwright-core';

export interface PageMeasure {
  name: string;
  /** Scripts that the page names itself, as they travelled, and all that were loaded until it was quiet. */
  firstLoadKb: number;
  allKb: number;
  /** From the start of the navigation until `ready` is there and alive, in milliseconds; the median of all rounds. */
  interactiveMs: number;
  rows: number;
}

export interface PageToMeasure {
  name: string;
  url: string;
  /** What has to be there for the page to be of use. */
  ready: string;
  /** What counts as a row. */
  rows: string;
}

const ROUNDS = 5;
/** After this long without a further script a page has loaded what it loads by itself. */
const QUIET_MS = 1_500;

/** Opens a page in fresh browser profiles, so that nothing comes from a cache, and measures it. */
export async function measurePage(browser: Browser, what: PageToMeasure): Promise<PageMeasure> {
  const times: number[] = [];
  let load = { firstLoadKb: 0, allKb: 0 };
  let rows = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const scripts = await watchScripts(page);
    await page.goto(what.url, { waitUntil: 'commit' });
    times.push(await aliveAtMs(page, what.ready));
    if (round === 0) {
      await page.waitForTimeout(QUIET_MS);
      load = await scripts.sizes();
      rows = await page.locator(what.rows).count();
    }
    await context.close();
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  return { name: what.name, ...load, interactiveMs: Math.round(median), rows };
}

/** When an element was there and React had taken it over, in milliseconds since the navigation began. */
export async function aliveAtMs(page: Page, selector: string): Promise<number> {
  const found = await page.waitForFunction(
    (wanted) => {
      const element = document.querySelector(wanted);
      const alive = element && Object.keys(element).some((key) => key.startsWith('__reactFiber'));
      return alive ? performance.now() : false;
    },
    selector,
    { polling: 'raf' },
  );
  return Number(await found.jsonValue());
}

/** The bytes of scripts as the server sent them, compressed, by their address. */
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
