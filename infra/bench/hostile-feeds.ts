const MB = 1024 * 1024;
const item = (n: number) => `<item><title>Good ${n}</title><guid>good-${n}</guid></item>`;
const around = (hostile: string) =>
  `<rss version="2.0"><channel>${item(1)}${hostile}${item(3)}</channel></rss>`;

/** Feeds that waste time or memory, by name. */
export function* hostileFeeds(): Generator<[name: string, text: string]> {
  const deep = '<a>'.repeat(100_000);
  yield ['100,000 levels', around(`<item><title>T</title>${deep}${'</a>'.repeat(100_000)}</item>`)];
  yield ['100,000 levels, never closed', around(`<item><title>T</title>${deep}</item>`)];
  yield ['100,000 attributes', around(`<item ${attributes(100_000)}><title>T</title></item>`)];
  yield ['an attribute of 5 MB', around(`<item a="${'x'.repeat(5 * MB)}"><title>T</title></item>`)];
  yield ['100,000 bare <', around(`<item><title>T</title>${'< '.repeat(100_000)}</item>`)];
  yield ['a million entities', around(`<item><title>T</title><guid>2</guid>${entities()}</item>`)];
  yield ['100 MB in one record', around(`<item><title>T</title><p>${'x'.repeat(100 * MB)}</p></item>`)];
  yield [
    '100 MB without a record',
    `<rss version="2.0"><channel>${item(1)}${' '.repeat(100 * MB)}</channel></rss>`,
  ];
  yield ['entities that grow', `${laughs()}${around('<item><title>&l9;</title><guid>2</guid></item>')}`];
}

function attributes(count: number): string {
  return Array.from({ length: count }, (_, n) => `a${n}="1"`).join(' ');
}

function entities(): string {
  return `<description>${'&lt;'.repeat(250_000)}</description>`.repeat(4);
}

/** A billion characters from a kilobyte, were entities of a DOCTYPE expanded. */
function laughs(): string {
  const lines = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);
  return `<!DOCTYPE rss [<!ENTITY l0 "ha">${lines.join('')}]>`;
}
