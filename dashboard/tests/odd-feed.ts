/** Jobs of the feed that can be imported. */
const JOBS = 25;

/**
 * A feed with what warnings are about: ids that are others in every build, dates and salaries that cannot be read, a
 * record that is there twice, and one without a title.
 */
export function oddFeed(build: number): string {
  const items = Array.from({ length: JOBS }, (_, index) => item(build, index));
  items.push(items[0] ?? '', item(build, JOBS).replace(/<title>.*<\/title>/, ''));
  return `<rss version="2.0"><channel><title>Harbour jobs</title>${items.join('\n')}</channel></rss>`;
}

function item(build: number, index: number): string {
  const isOdd = index % 5 === 0;
  return `<item>
    <guid isPermaLink="false">${build * 1_000_003 + index * 7_919}</guid>
    <title>Harbour pilot ${index}</title>
    <link>https://harbour.example/jobs/${index}</link>
    <pubDate>${isOdd ? 'Posted 3 days ago' : `2026-11-0${(index % 9) + 1}`}</pubDate>
    <salary>${isOdd ? 'Grade 7' : '30000 EUR per year'}</salary>
    ${index === 1 ? '' : '<company>Northern Harbour</company>'}
    <location>Bergen</location>
    <description>Pilots ships number ${index} through the northern harbour, by day and by night.</description>
  </item>`;
}
