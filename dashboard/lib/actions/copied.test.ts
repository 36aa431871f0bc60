import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { copiedCancel, copiedImport, copiedPreview, copiedRerun } from './copied.ts';

/** The arguments that a shell gives to the command. */
function argumentsOf(text: string): string[] {
  const print = '{ for one in "$@"; do printf "%s\\037" "$one"; done; }';
  const script = `curl() ${print}; npm() ${print}; ${text}`;
  const env = { ...process.env, API_URL: 'http://api.test', API_TOKEN: 'token' };
  return execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\x1f').slice(0, -1);
}

const bodyOf = (text: string) => JSON.parse(argumentsOf(text).at(-1) ?? '');
const RUN = '0123456789abcdef01234567';

test('any name of a source arrives as it is', () => {
  const name = `O'Reilly & Sons, "$API_TOKEN" \`id\` (DE)`;
  const { curl, commandLine } = copiedImport(name);
  expect(argumentsOf(curl)).toEqual([
    '-X',
    'POST',
    'http://api.test/api/import/run',
    '-H',
    'Authorization: Bearer token',
    '-H',
    'Content-Type: application/json',
    '-d',
    JSON.stringify({ source: name }),
  ]);
  expect(argumentsOf(commandLine)).toEqual(['run', 'feedflow', '--', 'runs', 'start', name]);
});

test('a run is cancelled or run again by its id', () => {
  expect(argumentsOf(copiedCancel(RUN).curl)[2]).toBe(`http://api.test/api/import-logs/${RUN}/cancel`);
  expect(copiedCancel(RUN).commandLine).toBe(`npm run feedflow -- runs cancel ${RUN}`);
  expect(argumentsOf(copiedRerun(RUN).curl)[2]).toBe(`http://api.test/api/import-logs/${RUN}/rerun`);
  expect(copiedRerun(RUN).commandLine).toBe(`npm run feedflow -- runs rerun ${RUN}`);
});

test('a preview has the mapping of the form, and placeholders for secrets', () => {
  const action = copiedPreview({
    url: "https://feeds.test/it's?a=1&b=2",
    source: undefined,
    dialect: 'rss',
    mapping: { fields: { company: { constant: "O'Brien" } } },
    headers: { 'X-Key': 'hidden', 'X-Old': null },
    basicAuth: { username: 'me', password: 'hidden' },
  });
  expect(JSON.stringify(action)).not.toContain('hidden');
  expect(bodyOf(action.curl)).toEqual({
    url: "https://feeds.test/it's?a=1&b=2",
    dialect: 'rss',
    mapping: { fields: { company: { constant: "O'Brien" } } },
    headers: { 'X-Key': 'SECRET', 'X-Old': null },
    basicAuth: { username: 'me', password: 'SECRET' },
  });
  expect(argumentsOf(action.commandLine)).toEqual([
    'run',
    'feedflow',
    '--',
    'preview',
    "https://feeds.test/it's?a=1&b=2",
    '--worker',
    '--dialect',
    'rss',
    '--mapping',
    '-',
    '--header',
    'X-Key: SECRET',
    '--basic-auth',
    'me:SECRET',
  ]);
  expect(copiedPreview({ url: 'https://feeds.test/f', source: 'Acme' }).commandLine).toBe(
    'npm run feedflow -- preview https://feeds.test/f --source Acme',
  );
});
