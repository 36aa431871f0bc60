import type { Page } from 'playwright-core';

/** Collects what a page has to complain about: errors, violations of its policy, requests that failed. */
export function watchPage(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error' || isForIcon(message.location().url)) return;
    complaints.push(message.text());
  });
  return complaints;
}

/** Chromium asks for this where a page's own icon has not been told yet: on a busy machine, now and then. */
export function isForIcon(url: string): boolean {
  return url.endsWith('/favicon.ico');
}
