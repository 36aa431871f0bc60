import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const MAX_VERSION_BYTES = 200_000_000;
const run = promisify(execFile);

/** One version of a feed. */
export interface Version {
  /** A file name, or the date and the short id of a commit. */
  name: string;
  read(): Promise<Buffer>;
}

/**
 * The versions of a feed, oldest first: the files of a folder by name, or, with `file`, the commits that changed that
 * file of a git repository.
 *
 * @param folder a folder of files, a work tree, or a git directory
 * @throws Error if there are none
 */
export async function listVersions(folder: string, file?: string): Promise<Version[]> {
  const versions = file === undefined ? await filesOf(folder) : await commitsOf(folder, file);
  if (versions.length === 0) throw new Error(`${folder} has no versions${file ? ` of ${file}` : ''}`);
  return versions;
}

/** Every n-th version and the last one, at most `limit` of them from the start. */
export function chooseVersions(
  versions: Version[],
  { every, limit }: { every: number; limit: number },
): Version[] {
  const chosen = versions.filter((_, index) => index % every === 0 || index === versions.length - 1);
  return chosen.slice(0, limit);
}

async function filesOf(folder: string): Promise<Version[]> {
  const versions: Version[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    if (name.startsWith('.') || !(await stat(path)).isFile()) continue;
    versions.push({ name, read: () => readFile(path) });
  }
  return versions;
}

async function commitsOf(folder: string, file: string): Promise<Version[]> {
  const gitFolder = existsSync(join(folder, '.git')) ? join(folder, '.git') : folder;
  const git = (...args: string[]) =>
    run('git', [`--git-dir=${gitFolder}`, ...args], { encoding: 'buffer', maxBuffer: MAX_VERSION_BYTES });
  const log = await git('log', '--reverse', '--diff-filter=AM', '--format=%H %cs', '--', file);
  const commits = log.stdout.toString().split('\n').filter(Boolean);
  return commits.map((line) => {
    const [id = '', date = ''] = line.split(' ');
    return {
      name: `${date} ${id.slice(0, 7)}`,
      read: async () => (await git('show', `${id}:${file}`)).stdout,
    };
  });
}
