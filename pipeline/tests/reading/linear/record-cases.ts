import { ADAPTERS } from '../../../src/normalize/dialects.ts';
import { readBytes } from '../../support/body.ts';
import { BLOCKS, repeated } from './blocks.ts';
import { type Case, reportCases } from './isolated.ts';

/** Of a record: near the most that is read; and of the part of a feed before its first one. */
const RECORD_LENGTH = 300_000;
const HEAD_LENGTH = 100_000;
const FURTHER_LENGTH = 100_000;
/** Descriptions are cut to as much. */
const DIALECT_LENGTH = 100_000;

const record = (fields: string): string =>
  `<rss><channel><title>T</title><item>${fields}</item></channel></rss>`;
const filled = (fields: string): string => record(`<title>T</title><guid>1</guid>${fields}`);
const inElement = (name: string) => (text: string) => filled(`<${name}>${text}</${name}>`);
const inCdata = (name: string) => (text: string) =>
  filled(`<${name}><![CDATA[${text.replaceAll(']]>', '')}]]></${name}>`);

/** Where in a record the text may stand. */
const RECORD_PLACES: Record<string, (text: string) => string> = {
  description: inElement('description'),
  'description in CDATA': inCdata('description'),
  'description beside a tag': (text) => filled(`<description><b>x</b>${text}</description>`),
  title: (text) => record(`<title>${text}</title>`),
  nothing: (text) => filled(text),
  'a start tag': (text) => filled(`<x ${text}>y</x>`),
};

/** Places that differ from those in a part of the way only. */
const FURTHER_PLACES: Record<string, (text: string) => string> = {
  'description of escaped HTML': (text) => filled(`<description><![CDATA[&lt;b&gt; ${text}]]></description>`),
  link: inCdata('link'),
  'pubDate behind a date': (text) =>
    filled(`<pubDate><![CDATA[1/1/2020${text.replaceAll(']]>', '')}x]]></pubDate>`),
  salary: inCdata('salary'),
  location: inCdata('location'),
  'many categories': (text) =>
    filled(`<category>${text.match(/.{1,40}/gsu)?.join('</category><category>')}</category>`),
  'start tags of the greatest length': (text) =>
    filled(
      text
        .match(/.{1,30000}/gsu)
        ?.map((part) => `<x ${part}>y</x>`)
        .join('') ?? '',
    ),
  'a comment': (text) => filled(`<!--${text}-->`),
  'nested elements': (text) => filled(`${'<x>'.repeat(55)}${text}${'</x>'.repeat(55)}`),
};

/** Where before the first record the text may stand. */
const HEAD_PLACES: Record<string, (text: string) => string> = {
  nothing: (text) => `<rss><channel>${text}<item><title>T</title></item></channel></rss>`,
  'the title': (text) => `<rss><channel><title>${text}</title><item><title>T</title></item></channel></rss>`,
  'a DOCTYPE': (text) =>
    `<!DOCTYPE rss [${text}]><rss><channel><item><title>T</title></item></channel></rss>`,
  'a comment': (text) => `<!--${text}--><html><title>x</title></html>`,
  'the root': (text) => `<rss ${text}><channel><item><title>T</title></item></channel></rss>`,
  'a page': (text) => `<html>${text}</html>`,
  'a declaration': (text) => `<?xml ${text}?><rss><channel><item><title>T</title></item></channel></rss>`,
  'open elements': (text) => `<jobs>${'<q>'.repeat(50)}${text}`,
};

/** An adapter may read title and description beyond its table of fields: that is specific to the dialect. */
const DIALECTS = ADAPTERS.filter((adapter) => adapter.refine).map((adapter) => adapter.name);

function inTitleAndDescription(text: string): string {
  const inner = text.replaceAll(']]>', '');
  return record(
    `<title><![CDATA[x ${inner.slice(0, 1000)} x]]></title><description><![CDATA[${inner}]]></description><guid>1</guid>`,
  );
}

await reportCases(cases());

function* cases(): Generator<Case> {
  for (const block of BLOCKS) {
    const name = JSON.stringify(block);
    const read = (place: (text: string) => string, dialect?: string) => (length: number) =>
      readBytes(place(repeated(block, length)), { dialect }).catch(() => null);
    for (const [place, render] of Object.entries(RECORD_PLACES))
      yield { name: `${name} in ${place}`, length: RECORD_LENGTH, work: read(render) };
    for (const [place, render] of Object.entries(FURTHER_PLACES))
      yield { name: `${name} in ${place}`, length: FURTHER_LENGTH, work: read(render) };
    for (const [place, render] of Object.entries(HEAD_PLACES))
      yield { name: `${name} before the records, in ${place}`, length: HEAD_LENGTH, work: read(render) };
    for (const dialect of DIALECTS)
      yield {
        name: `${name} in ${dialect}`,
        length: DIALECT_LENGTH,
        work: read(inTitleAndDescription, dialect),
      };
  }
}
