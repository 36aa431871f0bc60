/** A whole Feedflow that runs: API, worker, feeds and a built dashboard. */
export interface Stack {
  /** The dashboard's address, without a slash at the end. */
  dashboardUrl: string;
  stop(): Promise<void>;
}

/** The stack to test against, or null where there is none: the one at FEEDFLOW_DASHBOARD_URL. */
export async function startStack(): Promise<Stack | null> {
  const dashboardUrl = process.env['FEEDFLOW_DASHBOARD_URL'];
  return dashboardUrl ? { dashboardUrl, stop: async () => undefined } : null;
}
