import { escapeMarkup } from './content/markup.ts';

export interface ListedSource {
  id: string;
  title: string;
  dialect: string;
  /** The approximate number of jobs in it. */
  size: number;
  url: string;
  /** The revision that was served last; 0 before the first fetch. */
  revision: number;
}

/** The list of sources for a person with a browser. */
export function indexPage(sources: readonly ListedSource[], exampleFeedUrl: string): string {
  const rows = sources.map(
    ({ url, title, dialect, size, revision }) =>
      `<tr><td><a href="${escapeMarkup(`${url}?revision=${Math.max(1, revision)}`)}">${escapeMarkup(title)}</a></td>` +
      `<td>${dialect}</td><td>${size}</td><td>${revision}</td><td><code>${escapeMarkup(url)}</code></td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sample feeds</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border-bottom: 1px solid #8886; padding: .4rem .6rem; text-align: left; }
  :root { color-scheme: light dark; }
</style>
<h1>Sample feeds</h1>
<p>Invented job boards that change with every fetch. The links below show a revision without advancing it.</p>
<table>
<thead><tr><th>Source</th><th>Dialect</th><th>Jobs</th><th>Revision</th><th>URL to import</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<p>Feeds of any size: <a href="${escapeMarkup(exampleFeedUrl)}"><code>${escapeMarkup(exampleFeedUrl)}</code></a></p>
</html>
`;
}
