import type { Browser, Page, Request } from 'playwright-core';

/** The pages of the browsers that tests have open, each with its requests that have no response yet. */
export const openPages = new Map<Page, Set<Request>>();

/** Keeps `openPages` up to date with a browser. */
export function watchPages(browser: Browser): void {
  browser.on('context', (context) => {
    context.on('page', (page) => {
      const waiting = new Set<Request>();
      openPages.set(page, waiting);
      page.on('close', () => openPages.delete(page));
      page.on('request', (request) => waiting.add(request));
      page.on('requestfinished', (request) => waiting.delete(request));
      page.on('requestfailed', (request) => waiting.delete(request));
    });
  });
}
