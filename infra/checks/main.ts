import { join } from 'node:path';
import { onlyHelp } from '../dev/processes/only-help.ts';
import { runToEnd } from '../dev/processes/run-to-end.ts';
import { runSession, type Session } from '../dev/processes/session.ts';

const root = join(import.meta.dirname, '../..');

const steps: { name: string; command: string; args: string[] }[] = [
  { name: 'Format and lint', command: 'biome', args: ['ci', '--error-on-warnings'] },
  { name: 'Types', command: 'turbo', args: ['run', 'types'] },
  { name: 'Unused code and dependencies', command: 'knip', args: [] },
  {
    name: 'Known vulnerabilities of dependencies',
    command: 'node',
    args: ['infra/run.mjs', 'audit', '--tolerate-no-response'],
  },
  // Last, so that the counts are the closing line.
  { name: 'Tests', command: 'node', args: ['infra/run.mjs', 'test'] },
];

const HELP = `Runs what CI runs: format and lint, types, unused code, known vulnerabilities, and all tests.

Usage: npm run check
`;

onlyHelp(HELP);
await runSession(check);

/** The checks of CI. Every step runs, so that one run shows all failures. */
async function check(session: Session): Promise<number> {
  const failed: string[] = [];
  for (const { name, command, args } of steps) {
    if (name === 'Tests' && failed.length > 0) session.report(`\nFailed so far: ${failed.join(', ')}`);
    session.report(`\n${name}: ${command} ${args.join(' ')}`);
    const exit = await runToEnd(session, { name, command, args, cwd: root, env: process.env });
    if (exit.code !== 0) failed.push(name);
  }
  return failed.length === 0 ? 0 : 1;
}
