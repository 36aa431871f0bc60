/** The body of a feed in chunks, generated while it is sent. */
export type Body = Iterable<string | Uint8Array>;

const PIECE_BYTES = 65_536;

export const record = (n: number, more = ''): string =>
  `<item><title>Good ${n}</title><guid>good-${n}</guid>${more}</item>`;

/** An RSS feed of three valid records, with other content between the first and the second. */
export function* around(between: Body): Body {
  yield `<?xml version="1.0"?><rss version="2.0"><channel>${record(1)}`;
  yield* between;
  yield `${record(2)}${record(3)}</channel></rss>`;
}

/** Nested elements before the first record, `levels` deep. */
export function* nestedBeforeRecords(levels: number): Body {
  yield '<jobs>';
  yield* repeated('<q>', levels);
  yield* repeated('</q>', levels);
  yield `${record(1)}${record(2)}${record(3)}</jobs>`;
}

/** Tags before the first record that are never closed. */
export function* unclosedTags(count: number): Body {
  yield '<jobs>';
  for (let n = 0; n < count; n += 1) yield `<t${n}>`;
}

/** A start tag with one attribute name of so many characters, in a record. */
export function* longAttribute(length: number): Body {
  yield '<item><title>Good 4</title><guid>good-4</guid><x ';
  yield* repeated('a', length);
  yield '/></item>';
}

/** A record whose date has so many spaces in it. */
export function* spacesInDate(count: number): Body {
  yield `<item><title>Good 4</title><guid>good-4</guid><pubDate>1/1/2020${' '.repeat(count)}x</pubDate></item>`;
}

/** The smallest records that can be imported. */
export function* tinyRecords(count: number): Body {
  yield '<rss><channel>';
  for (let n = 0; n < count; n += 1_000) {
    const left = Math.min(1_000, count - n);
    yield Array.from({ length: left }, (_, i) => `<item><title>T</title><guid>${n + i}</guid></item>`).join(
      '',
    );
  }
  yield '</channel></rss>';
}

/** One record with so many bytes of text. */
export function* hugeRecord(bytes: number): Body {
  yield '<item><title>Huge</title><guid>huge</guid><description>';
  yield* repeated('x', bytes);
  yield '</description></item>';
}

/** Cyrillic in windows-1251, declared as Chinese in two bytes a character. */
export function* wrongEncoding(records: number): Body {
  yield '<?xml version="1.0" encoding="gb18030"?><rss version="2.0"><channel>';
  const title = Uint8Array.from({ length: 40 }, (_, n) => 0xe0 + (n % 32));
  for (let n = 0; n < records; n += 1) {
    yield `<item><guid>${n}</guid><title>T ${n} `;
    yield title;
    yield '</title></item>';
  }
  yield '</channel></rss>';
}

/** The same text again and again, in pieces of a bounded size. */
export function* repeated(text: string, times: number): Body {
  const perPiece = Math.max(1, Math.floor(PIECE_BYTES / text.length));
  for (let left = times; left > 0; left -= perPiece) yield text.repeat(Math.min(left, perPiece));
}
