/** Before the first request: a wrong setting ends the process with its name. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { checkAtStartup } = await import('./server/startup.ts');
  checkAtStartup();
}
