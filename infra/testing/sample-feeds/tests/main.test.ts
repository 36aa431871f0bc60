import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function run(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env } });
  started.push(child);
  return { child, exit: once(child, 'exit') };
}

async function listening(child: ChildProcess): Promise<string> {
  const [line] = await once(child.stdout ?? child, 'data');
  return /http:\S+/.exec(String(line))?.[0] ?? '';
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  'serves until %s, then ends with 0, even while a client reads',
  async (signal) => {
    const { child, exit } = run({ SAMPLE_FEEDS_PORT: '0' });
    const url = await listening(child);
    const response = await fetch(`${url}/feed?records=5000&stallAfter=100000`);
    expect(response.status).toBe(200);
    child.kill(signal);
    expect(await exit).toEqual([0, null]);
  },
);

it('explains what to do when its port is taken', async () => {
  const first = run({ SAMPLE_FEEDS_PORT: '0' });
  const { port } = new URL(await listening(first.child));
  const second = run({ SAMPLE_FEEDS_PORT: port });
  expect(await text(second.child.stderr)).toContain(
    `port ${port} is taken: stop what listens there, or set SAMPLE_FEEDS_PORT`,
  );
  expect(await second.exit).toEqual([1, null]);
});

it('names every wrong setting', async () => {
  const { child, exit } = run({ SAMPLE_FEEDS_PORT: '70000', SAMPLE_FEEDS_SEED: 'red' });
  const message = await text(child.stderr);
  expect(message).toContain('SAMPLE_FEEDS_PORT is "70000": must be a whole number from 0 to 65535');
  expect(message).toContain('SAMPLE_FEEDS_SEED is "red": must be');
  expect(await exit).toEqual([1, null]);
});

it('prints its usage with --help', async () => {
  const { child, exit } = run({}, '--help');
  expect(await text(child.stdout)).toContain('SAMPLE_FEEDS_PORT');
  expect(await exit).toEqual([0, null]);
});
