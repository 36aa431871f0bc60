import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FeedflowError } from '@feedflow/shared/errors';
import { guardGroup } from './guard.ts';
import { recordProcess } from './pid-file.ts';

export interface ChildOptions {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** The output of the process is appended to it. Without one, the process shares our output. */
  logFile?: string;
  /** Records its pid, for a start after a crash. */
  pidFile?: string;
  /** Deleted if this process dies before it can do so itself. */
  throwAwayFolder?: string;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string | undefined;
  /** Resolves when the process has ended, for any reason. Never rejects. */
  readonly exited: Promise<Exit>;
  readonly running: boolean;
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when the process and its group have ended. */
  stop(graceMs: number): Promise<Exit>;
  /** SIGKILL, as in a crash. */
  kill(): Promise<Exit>;
}

/**
 * Starts a process in a group of its own, so that a Ctrl-C reaches only the launcher, which then stops its
 * children in order. If the launcher dies, a guard ends the group.
 *
 * @throws FeedflowError 'service-unavailable' when the program cannot be started
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { spawned, closed } = await spawnGroup(options);
  const pid = spawned.pid as number;
  const guard = guardGroup(pid, options.throwAwayFolder);
  if (options.pidFile) await recordProcess(options.pidFile, pid, options.name);

  let running = true;
  const exited = closed.then(async ([code, signal]) => {
    running = false;
    signalGroup(pid, 'SIGKILL');
    await guard.release();
    if (options.pidFile) await rm(options.pidFile, { force: true });
    return { code, signal };
  });

  async function kill(): Promise<Exit> {
    if (running) signalGroup(pid, 'SIGKILL');
    return exited;
  }

  async function stop(graceMs: number): Promise<Exit> {
    if (running) signalGroup(pid, 'SIGTERM');
    const timer = setTimeout(() => void kill(), graceMs);
    try {
      return await exited;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    name: options.name,
    pid,
    logFile: options.logFile,
    exited,
    get running() {
      return running;
    },
    stop,
    kill,
  };
}

async function spawnGroup(options: ChildOptions) {
  if (options.logFile) await mkdir(dirname(options.logFile), { recursive: true });
  await using log = options.logFile ? await open(options.logFile, 'a') : undefined;
  const output = log?.fd ?? 'inherit';
  const spawned = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', output, output],
  });
  const closed = once(spawned, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  closed.catch(() => {});
  try {
    await once(spawned, 'spawn');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FeedflowError('service-unavailable', `${options.name} could not be started: ${reason}`, {
      cause,
    });
  }
  return { spawned, closed };
}

/** Describes how a process ended: "stopped with code 1", "was ended by SIGKILL". */
export function describeExit(exit: Exit): string {
  return exit.signal ? `was ended by ${exit.signal}` : `stopped with code ${exit.code}`;
}

function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal);
  } catch {
    // The whole group has ended already.
  }
}
