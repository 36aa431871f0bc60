import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLoopbackServer } from '../sample-feeds/loopback-server.ts';
import type { CaseImport, FeedCase } from './case-files.ts';

export interface CaseServer {
  /** Without a slash at its end. */
  origin: string;
  /** The URL of the case's feed. */
  urlOf(feedCase: FeedCase): string;
  /** What the URL of the case answers from now on. */
  serve(feedCase: FeedCase, caseImport: CaseImport): void;
  /** Replaces {{origin}}, and {{base}}, which is the case's own folder. */
  filled(feedCase: FeedCase, text: string): string;
  close(): Promise<void>;
}

/** Serves cases on loopback, each in a folder of its own: /NAME/feed.xml. */
export async function startCaseServer(): Promise<CaseServer> {
  const current = new Map<string, { feedCase: FeedCase; caseImport: CaseImport }>();
  let origin = '';

  const filled = (feedCase: FeedCase, text: string) =>
    text.replaceAll('{{origin}}', origin).replaceAll('{{base}}', `${origin}/${feedCase.name}`);

  async function bodyOf(path: string): Promise<{ body: Buffer; status: number; type: string } | null> {
    const [, name = ''] = path.split('/');
    const served = current.get(name);
    if (!served) return null;
    const { feedCase, caseImport } = served;
    const rest = path.slice(name.length + 1);
    const file = rest === feedCase.path ? caseImport.file : feedCase.pages[rest];
    if (file === undefined) return null;
    // As bytes: a case may have any encoding, or none.
    const bytes = file === null ? '' : await readFile(join(feedCase.folder, file), 'latin1');
    const body = Buffer.from(filled(feedCase, bytes), 'latin1');
    return { body, status: caseImport.status, type: caseImport.type };
  }

  const server = createLoopbackServer(
    async (request, response) => {
      const found = await bodyOf(request.url ?? '/');
      if (!found) response.writeHead(404).end();
      else response.writeHead(found.status, { 'content-type': found.type }).end(found.body);
    },
    { host: '127.0.0.1', port: 0 },
  );
  ({ url: origin } = await server.start());
  return {
    origin,
    urlOf: (feedCase) => `${origin}/${feedCase.name}${feedCase.path}`,
    serve: (feedCase, caseImport) => void current.set(feedCase.name, { feedCase, caseImport }),
    filled,
    close: () => server.close(),
  };
}
