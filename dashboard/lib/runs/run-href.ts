/** The address of the page of a run. */
export function runHref(runId: string): string {
  return `/runs/${encodeURIComponent(runId)}`;
}
