import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';

/** The resources that a process has used so far, as the operating system reports them. */
export interface Usage {
  cpuSeconds: number;
  peakMemoryMb: number;
}

/** The kernel's clock ticks per second, fixed on Linux. */
const TICKS_PER_SECOND = 100;

/** Reads /proc, so Linux only. @throws the error of the file system if the process has ended */
export async function usageOf(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  // The program's name, in brackets, may contain spaces: count the fields after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return { cpuSeconds: ticks / TICKS_PER_SECOND, peakMemoryMb: Math.round(peakKb / 1024) };
}

/** Seconds that all cores together were busy since the machine started, with whatever program. */
export function busyCoreSeconds(): number {
  const times = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  return times.reduce((sum, ms) => sum + ms, 0) / 1_000;
}

/** The resident memory of a process in MB. Linux only, as `usageOf`. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
}
