import { type FileHandle, mkdtemp, open, rm, statfs, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** What a server requires to start, and room for its data. */
const MEGABYTES = 1_000;
const CHUNK = Buffer.alloc(8 * 1024 * 1024);

export interface SmallDisk {
  readonly folder: string;
  /** Takes all the space that is left. */
  fill(): Promise<void>;
  makeRoom(): Promise<void>;
  close(): Promise<void>;
}

/** A file system in memory that can be full. @returns null where this user may not mount one */
export async function mountSmallDisk(): Promise<SmallDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-disk-'));
  const mounted = await execa('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', folder], {
    reject: false,
  });
  if (mounted.failed) {
    await rm(folder, { recursive: true });
    return null;
  }
  let filler: FileHandle | undefined;

  async function freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  }

  async function makeRoom(): Promise<void> {
    await filler?.close();
    filler = undefined;
  }

  return {
    folder,
    fill: async () => {
      const file = join(folder, 'filler');
      filler ??= await open(file, 'a');
      // Without a name, its space is free as soon as this process ends.
      await unlink(file).catch(() => undefined);
      for (let free = await freeBytes(); free > 0; free = await freeBytes()) {
        await filler.write(CHUNK, 0, Math.min(CHUNK.length, free)).catch(() => undefined);
      }
    },
    makeRoom,
    close: async () => {
      await makeRoom();
      await execa('umount', [folder]);
      await rm(folder, { recursive: true });
    },
  };
}
