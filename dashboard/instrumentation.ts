/** Runs before the first request: an invalid setting is reported and ends the process. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { checkAtStartup } = await import('./server/startup.ts');
  checkAtStartup();
}
