/** Whether a change of the URL is an entry of its own in the history, or takes the place of the last one. */
export interface UrlChange {
  history: 'push' | 'replace';
}

/** Changes filters in the URL; by default that is a new entry in the history. */
export type ChangeFilters<Filters> = (change: Partial<Filters>, options?: UrlChange) => unknown;
