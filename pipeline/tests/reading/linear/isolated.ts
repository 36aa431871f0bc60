import { fork } from 'node:child_process';
import { type Growth, growthOf } from './growth.ts';

/**
 * A case that takes longer is broken off, in milliseconds; all of them take a fraction of that even on a busy machine.
 */
const MAX_CASE_MS = 60_000;

/** One case: what it is called, and how it is measured. */
export interface Case {
  name: string;
  /** Of the text, in characters. */
  length: number;
  /** Does for a text of that length, or of a part of it, what is measured. */
  work(length: number): unknown;
}

interface Message {
  begun?: string;
  growth?: Growth;
  cases?: number;
}

export interface Findings {
  cases: number;
  grown: Growth[];
  /** The case that did not end; null where all did. */
  hung: string | null;
}

/** In the child: measures one case after the other and reports to the test. */
export async function reportCases(cases: Iterable<Case>): Promise<void> {
  const send = (message: Message) => new Promise((resolve) => process.send?.(message, resolve));
  let count = 0;
  for (const { name, length, work } of cases) {
    await send({ begun: name });
    const growth = await growthOf(name, length, work);
    if (growth) await send({ growth });
    count++;
  }
  await send({ cases: count });
  process.disconnect();
}

/** Runs a module that reports its cases, in a process that is ended if a case does not finish. */
export async function runIsolated(module: string): Promise<Findings> {
  const child = fork(module, {
    execArgv: ['--max-old-space-size=512'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const findings: Findings = { cases: 0, grown: [], hung: null };
  let begun = 'its start';
  const hang = (): void => {
    findings.hung = begun;
    child.kill('SIGKILL');
  };
  let timer = setTimeout(hang, MAX_CASE_MS);
  child.on('message', (message: Message) => {
    clearTimeout(timer);
    timer = setTimeout(hang, MAX_CASE_MS);
    if (message.begun !== undefined) begun = message.begun;
    if (message.growth) findings.grown.push(message.growth);
    if (message.cases !== undefined) findings.cases = message.cases;
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
  if (code !== 0) findings.hung ??= `${begun} (exit ${code})`;
  return findings;
}
