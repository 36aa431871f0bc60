import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('strings are fast in a process that uses ioredis, which alone makes them slow', () => {
  const script = `
    const areFast = () => %HasFastProperties(String.prototype);
    await import('ioredis');
    const slowed = !areFast();
    (await import('./fast-strings.ts')).restoreFastStrings();
    console.log(JSON.stringify({ slowed, fast: areFast() }));
  `;
  const output = execFileSync(
    process.execPath,
    ['--allow-natives-syntax', '--input-type=module', '--eval', script],
    { cwd: import.meta.dirname, encoding: 'utf8' },
  );
  // Where nothing is slowed any more, fast-strings.ts can go.
  expect(JSON.parse(output)).toEqual({ slowed: true, fast: true });
});
