/** Checks the settings once, before the first request: a wrong one stops the process with its name. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { readSettings } = await import('./server/settings.ts');
  readSettings();
}
