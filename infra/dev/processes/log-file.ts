import { open, rename, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

const TAIL_BYTES = 65_536;
const SHOWN_LINES = 20;
/** A server that aborts writes its stack after the reason. */
const SEARCHED_LINES = 100;
/** With less free space than this, in bytes, a disk is full. */
const LEAST_FREE_BYTES = 1024 * 1024;

/** The last `count` lines of a file; empty if there is no such file. */
export async function lastLines(file: string, count: number): Promise<string[]> {
  try {
    await using handle = await open(file, 'r');
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(TAIL_BYTES), position: start });
    const lines = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n');
    return lines.filter((line) => line !== '').slice(-count);
  } catch {
    return [];
  }
}

/** `what` with the last lines of the log, which may show the reason. A full disk is named. */
export async function explainExit(what: string, logFile: string): Promise<string> {
  const lines = await lastLines(logFile, SEARCHED_LINES);
  const isDiskFull =
    lines.some((line) => /no space left on device/i.test(line)) || (await hasNoRoom(dirname(logFile)));
  const hint = isDiskFull ? ' because the disk is full: free some space and start again' : '';
  const shown = lines.slice(-SHOWN_LINES).map((line) => `  ${line.slice(0, 400)}`);
  return [`${what}${hint}. The end of ${logFile}:`, ...shown].join('\n');
}

/** The log may be on the same disk: then its last line, which has the reason, is cut off. */
async function hasNoRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize < LEAST_FREE_BYTES;
  } catch {
    return false;
  }
}

/** Renames the log of the previous start (one is kept), so that a log covers one start. */
export async function setAsideLog(file: string): Promise<void> {
  await rename(file, file.replace(/\.log$/, '.previous.log')).catch(() => {});
}
