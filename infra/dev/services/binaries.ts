/** The servers that Feedflow can fetch. */
export type BinaryName = 'mongod' | 'redis-server';

export interface BinaryOptions {
  /** Where a fetched binary is kept, .feedflow/bin. */
  binFolder: string;
  env: NodeJS.ProcessEnv;
  report(line: string): void;
  signal?: AbortSignal;
}
