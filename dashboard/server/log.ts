/** Writes a warning to the log: one JSON line on standard output, as the other processes of Feedflow do. */
export function logWarning(message: string, facts: Record<string, string | number>): void {
  const line = { level: 40, time: new Date().toISOString(), name: 'dashboard', pid: process.pid, ...facts };
  process.stdout.write(`${JSON.stringify({ ...line, msg: message })}\n`);
}
