import type { Page } from 'playwright-core';

/** Collects the errors that the scripts of a page throw. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

/**
 * Collects the problems of a page: errors, policy violations and failed requests.
 *
 * @param expected URLs of requests that are refused on purpose, which the browser reports too
 */
export function watchPage(page: Page, expected?: RegExp): string[] {
  const problems = watchErrors(page);
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !expected?.test(url)) problems.push(`${message.text()} ${url}`);
  });
  return problems;
}
