import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';

const TITLE = 'Café Zürich – “Naïve” €';

function feed(title: string, encoding: string | null = null, more = ''): string {
  const declaration =
    encoding === null ? '<?xml version="1.0"?>' : `<?xml version="1.0" encoding="${encoding}"?>`;
  return `${declaration}<rss version="2.0"><channel><title>B</title><item><title>${title}</title><guid>1</guid></item>${more}</channel></rss>`;
}

const utf16 = (text: string, bigEndian: boolean, mark: boolean): Buffer => {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('text is decoded correctly', () => {
  test.each<[string, Buffer, string | undefined, string, string]>([
    ['UTF-8, declared', Buffer.from(feed(TITLE, 'UTF-8')), undefined, TITLE, 'utf-8'],
    ['UTF-8, undeclared', Buffer.from(feed(TITLE)), undefined, TITLE, 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${feed(TITLE)}`), undefined, TITLE, 'utf-8'],
    ['UTF-8 declared ISO-8859-1', Buffer.from(feed(TITLE, 'ISO-8859-1')), undefined, TITLE, 'utf-8'],
    [
      'UTF-8, the header says ISO-8859-1',
      Buffer.from(feed(TITLE)),
      'text/xml; charset=ISO-8859-1',
      TITLE,
      'utf-8',
    ],
    ['UTF-8 declared UTF-16', Buffer.from(feed(TITLE, 'utf-16')), undefined, TITLE, 'utf-8'],
    ['windows-1252, undeclared', iconv.encode(feed(TITLE), 'windows-1252'), undefined, TITLE, 'windows-1252'],
    [
      'windows-1252 declared UTF-8',
      iconv.encode(feed(TITLE, 'UTF-8'), 'windows-1252'),
      undefined,
      TITLE,
      'windows-1252',
    ],
    [
      'windows-1252 declared ISO-8859-1',
      iconv.encode(feed(TITLE, 'ISO-8859-1'), 'windows-1252'),
      undefined,
      TITLE,
      'windows-1252',
    ],
    [
      'windows-1252 declared us-ascii',
      iconv.encode(feed(TITLE, 'us-ascii'), 'windows-1252'),
      undefined,
      TITLE,
      'windows-1252',
    ],
    [
      'ISO-8859-15',
      iconv.encode(feed('Œuvre à 5 €', 'ISO-8859-15'), 'ISO-8859-15'),
      undefined,
      'Œuvre à 5 €',
      'iso-8859-15',
    ],
    ['ISO-8859-2', iconv.encode(feed('Żółć', 'ISO-8859-2'), 'ISO-8859-2'), undefined, 'Żółć', 'iso-8859-2'],
    [
      'windows-1251',
      iconv.encode(feed('Повар в Москве', 'windows-1251'), 'windows-1251'),
      undefined,
      'Повар в Москве',
      'windows-1251',
    ],
    [
      'KOI8-R, by the header',
      iconv.encode(feed('Повар'), 'koi8-r'),
      'text/xml; charset="KOI8-R"',
      'Повар',
      'koi8-r',
    ],
    [
      'the header before the declaration',
      iconv.encode(feed('Повар', 'ISO-8859-1'), 'windows-1251'),
      'text/xml;charset=windows-1251',
      'Повар',
      'windows-1251',
    ],
    [
      'the declaration, where the header is wrong about UTF-8',
      iconv.encode(feed('Повар', 'windows-1251'), 'windows-1251'),
      'text/xml; charset=utf-8',
      'Повар',
      'windows-1251',
    ],
    [
      'Shift_JIS',
      iconv.encode(feed('東京の仕事ソ表', 'Shift_JIS'), 'shift_jis'),
      undefined,
      '東京の仕事ソ表',
      'shift_jis',
    ],
    ['GB2312, really GBK', iconv.encode(feed('朱镕基招聘', 'GB2312'), 'gbk'), undefined, '朱镕基招聘', 'gbk'],
    ['EUC-KR', iconv.encode(feed('서울 일자리', 'EUC-KR'), 'euc-kr'), undefined, '서울 일자리', 'euc-kr'],
    [
      'UTF-16LE with a mark, declared UTF-8',
      utf16(feed(`${TITLE} 🎉`, 'UTF-8'), false, true),
      undefined,
      `${TITLE} 🎉`,
      'utf-16le',
    ],
    [
      'UTF-16BE with a mark',
      utf16(feed(`${TITLE} 🎉`, 'UTF-16'), true, true),
      undefined,
      `${TITLE} 🎉`,
      'utf-16be',
    ],
    ['UTF-16LE without a mark', utf16(feed(TITLE), false, false), undefined, TITLE, 'utf-16le'],
    ['UTF-16BE without a mark', utf16(feed(TITLE), true, false), undefined, TITLE, 'utf-16be'],
    [
      'an unknown label',
      iconv.encode(feed('Café', 'x-klingon'), 'windows-1252'),
      undefined,
      'Café',
      'windows-1252',
    ],
  ])('%s', async (_name, bytes, contentType, title, charset) => {
    for (const chunkBytes of [1, 3, 65_536]) {
      const { jobs, summary } = await readBytes(bytes, { chunkBytes, contentType });
      expect([jobs[0]?.title, summary.feed.charset, summary.complete]).toEqual([title, charset, true]);
    }
  });

  test('of UTF-8 and windows-1252 in one feed, even in one record', async () => {
    const other = iconv.encode('<item><title>Señor</title><guid>2</guid></item>', 'windows-1252');
    const mixed = Buffer.concat([
      Buffer.from('<item><title>Größe '),
      iconv.encode('Señor', 'windows-1252'),
      Buffer.from('</title><guid>3</guid></item>'),
    ]);
    const [before, after] = feed('Größe 東京', null, '|').split('|') as [string, string];
    const { jobs } = await readBytes(Buffer.concat([Buffer.from(before), other, mixed, Buffer.from(after)]));
    expect(jobs.map((job) => job?.title)).toEqual(['Größe 東京', 'Señor', 'Größe Señor']);
  });
});

describe('the text of each field is decoded correctly', () => {
  test.each([
    ['an id with zeros', '<guid>007</guid>', 'externalId', '007'],
    ['an id like a number', '<guid>1e5</guid>', 'externalId', '1e5'],
    ['an id of twenty digits', '<guid>12345678901234567890</guid>', 'externalId', '12345678901234567890'],
    ['an id like a truth value', '<guid>true</guid>', 'externalId', 'true'],
    ['an id in hex', '<guid>0x1F</guid>', 'externalId', '0x1F'],
    ['emoji', '<title>🚀 Job 👩‍💻</title><guid>1</guid>', 'title', '🚀 Job 👩‍💻'],
    ['CDATA', '<title><![CDATA[R&D <now>]]></title><guid>1</guid>', 'title', 'R&D <now>'],
    ['CDATA between text', '<title>a <![CDATA[b]]> c</title><guid>1</guid>', 'title', 'a b c'],
    ['several CDATA sections', '<title><![CDATA[a]]><![CDATA[b]]></title><guid>1</guid>', 'title', 'ab'],
    ['a numeric reference', '<title>caf&#233; &#x1F680;</title><guid>1</guid>', 'title', 'café 🚀'],
    ['a windows-1252 reference', '<title>a&#150;b</title><guid>1</guid>', 'title', 'a–b'],
    ['a named reference', '<title>caf&eacute; &euro;5</title><guid>1</guid>', 'title', 'café €5'],
  ])('%s', async (_name, fields, field, value) => {
    const title = fields.includes('<title>') ? '' : '<title>T</title>';
    const { jobs } = await readBytes(`<rss><channel><item>${title}${fields}</item></channel></rss>`);
    expect(jobs[0]).toMatchObject({ [field]: value });
  });
});
