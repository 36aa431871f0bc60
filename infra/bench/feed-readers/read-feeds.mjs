// Reads feeds with one of the npm readers: node read-feeds.mjs READER FILE... prints a line of JSON per file, with
// the five values of each record that every reader offers. Plain JavaScript: its packages are installed beside it.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseFeed as readWithFeedParser } from '@rowanmanning/feed-parser';
import { parseFeed as readWithFeedsmith } from 'feedsmith';

const readers = {
  'feed-parser': (text) =>
    readWithFeedParser(text).items.map((item) => ({
      title: item.title,
      link: item.url,
      id: item.id,
      date: item.published ?? item.updated,
      descriptions: [item.content, item.description],
    })),
  feedsmith: (text) => {
    const { format, feed } = readWithFeedsmith(text);
    return format === 'atom' ? (feed.entries ?? []).map(fromAtom) : (feed.items ?? []).map(fromRss);
  },
};

function fromAtom(entry) {
  const alternate = entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate');
  return {
    title: textOf(entry.title),
    link: alternate?.href ?? entry.links?.[0]?.href,
    id: entry.id,
    date: entry.published ?? entry.updated ?? entry.dc?.dates?.[0],
    descriptions: [textOf(entry.content), textOf(entry.summary)],
  };
}

function fromRss(item) {
  return {
    title: textOf(item.title),
    link: item.link,
    id: item.guid?.value ?? item.rdf?.about,
    date: item.pubDate ?? item.dc?.dates?.[0] ?? item.dc?.date,
    descriptions: [item.content?.encoded, textOf(item.description)],
  };
}

function textOf(value) {
  return typeof value === 'object' && value !== null ? value.value : value;
}

function isoDate(value) {
  const date = value === undefined || value === null ? Number.NaN : new Date(value);
  return Number.isNaN(Number(date)) ? null : date.toISOString();
}

const [reader, ...files] = process.argv.slice(2);
for (const file of files) {
  let result;
  try {
    const records = readers[reader](readFileSync(file, 'utf8'));
    result = { records: records.map((record) => ({ ...record, date: isoDate(record.date) })) };
  } catch (error) {
    result = { error: error.message };
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
