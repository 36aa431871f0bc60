import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import type { FaultStack, Process } from '../faults/fault-stack.ts';
import type { Chance } from '../faults/seed.ts';

export const roles = ['worker', 'api', 'scheduler'] as const;
type Role = (typeof roles)[number];

/** The name of a process that is never ended, so that its growth over the whole time shows. */
export function steady(name: string): string {
  return `${name}, never restarted`;
}

/** The processes of Feedflow that run at the moment. */
export class Crew {
  readonly #stack: FaultStack;
  readonly #running = new Map<string, { role: Role; port: number; process: Process }>();

  constructor(stack: FaultStack) {
    this.#stack = stack;
  }

  /**
   * Starts a process, or replaces the one of that name at the same port.
   *
   * @param root the folder of its code; this one by default
   */
  async start(name: string, role: Role, root?: string): Promise<void> {
    const port = this.#running.get(name)?.port ?? (await getPort());
    const process = await this.#stack.startReady(role, { API_PORT: String(port) }, root);
    this.#running.set(name, { role, port, process });
  }

  /** The address of an API. */
  url(name: string): string {
    return `http://127.0.0.1:${this.#running.get(name)?.port}`;
  }

  named(name: string): Process {
    const found = this.#running.get(name);
    if (!found) throw new RangeError(`no process is called ${name}`);
    return found.process;
  }

  get names(): string[] {
    return [...this.#running.keys()];
  }

  /** Ends a process and starts it again. */
  async replace(name: string, how: 'kill' | 'stop', root?: string): Promise<void> {
    const { role, process } = this.#running.get(name) ?? {};
    if (!role || !process) return;
    await (how === 'kill' ? process.kill() : process.stop(25_000));
    await this.start(name, role, root);
  }
}

/** Something that happens in production. */
interface Disturbance {
  name: string;
  happen(): Promise<void>;
}

/** @param options.previousRoot a folder with the code of an earlier version; null without a rolling upgrade */
export function disturbances(
  { stack, crew, chance }: { stack: FaultStack; crew: Crew; chance: Chance },
  { previousRoot }: { previousRoot: string | null },
): Disturbance[] {
  const outage = () => sleep(chance.whole(500, 8_000));
  async function pause(name: string): Promise<void> {
    const { pid } = crew.named(name);
    process.kill(pid, 'SIGSTOP');
    await sleep(chance.whole(2_000, 10_000));
    process.kill(pid, 'SIGCONT');
  }
  const all: Disturbance[] = [
    { name: 'kill a worker', happen: () => crew.replace('worker', 'kill') },
    { name: 'restart a worker', happen: () => crew.replace('worker', 'stop') },
    { name: 'pause a worker', happen: () => pause('worker') },
    { name: 'kill the scheduler', happen: () => crew.replace('scheduler', 'kill') },
    { name: 'kill the API', happen: () => crew.replace('api', 'kill') },
    { name: 'restart the API', happen: () => crew.replace('api', 'stop') },
    {
      name: 'kill Redis',
      async happen() {
        await stack.redisServer.kill();
        await outage();
        await stack.redisServer.start();
      },
    },
    {
      name: 'restart Redis',
      async happen() {
        await stack.redisServer.stop();
        await stack.redisServer.start();
      },
    },
    {
      name: 'kill mongod',
      async happen() {
        await stack.mongod.kill();
        await outage();
        await stack.mongod.start();
      },
    },
    {
      name: 'restart mongod',
      async happen() {
        await stack.mongod.stop();
        await stack.mongod.start();
      },
    },
  ];
  if (previousRoot !== null) {
    all.push({
      name: 'run a worker of the previous version for a while',
      async happen() {
        await crew.replace('worker', 'stop', previousRoot);
        await sleep(chance.whole(20_000, 60_000));
        await crew.replace('worker', 'stop');
      },
    });
  }
  return all;
}
