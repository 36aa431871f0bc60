import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Costs } from './reader.ts';

/** The time limit for one feed of at most 1.5 MB, which takes a fraction of it also on a busy machine. */
const MAX_READ_MS = 60_000;
const HEAP_MB = 128;

export type Reading = Costs | { failed: string };

/** Reads feeds in a process of its own with little memory, which is killed if a feed takes too long. */
export class ReaderProcess {
  #child: ChildProcess | null = null;
  #errors = '';

  /** The costs of reading a feed, or how it crashed the process. */
  async read(feed: Buffer): Promise<Reading> {
    const child = this.#started();
    const reading = new Promise<Reading>((resolve) => {
      const end = (result: Reading): void => {
        clearTimeout(timer);
        child.removeAllListeners('message');
        child.removeAllListeners('exit');
        resolve(result);
      };
      const timer = setTimeout(() => {
        this.close();
        end({ failed: `it was not read within ${MAX_READ_MS / 1000} s` });
      }, MAX_READ_MS);
      child.once('message', (costs: Costs) => end(costs));
      child.once('exit', (code, signal) => {
        this.#child = null;
        end({ failed: `its reader ended with ${signal ?? code}: ${lastLines(this.#errors)}` });
      });
    });
    child.send(feed);
    return reading;
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #started(): ChildProcess {
    if (this.#child) return this.#child;
    this.#errors = '';
    const child = fork(join(import.meta.dirname, 'reader.ts'), {
      execArgv: [`--max-old-space-size=${HEAP_MB}`, '--expose-gc'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.stderr?.on('data', (data) => {
      this.#errors = (this.#errors + String(data)).slice(-4000);
    });
    this.#child = child;
    return child;
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(0, 8).join(' | ').slice(0, 800);
}
