import { describe, expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';

interface Parts {
  title?: string;
  link?: string;
  description?: string;
  /** In place of the whole record. */
  whole?: string;
}

const plain = (n: number): Required<Omit<Parts, 'whole'>> => ({
  title: `Job ${n}`,
  link: `https://board.example/jobs/${n}`,
  description: `Text ${n}`,
});

function item(n: number, parts: Parts = {}): string {
  const { title, link, description } = { ...plain(n), ...parts };
  return (
    parts.whole ??
    `<item><title>${title}</title><link>${link}</link><guid>id-${n}</guid><description>${description}</description></item>`
  );
}

/** Three records, the second with a defect. */
const feed = (parts: Parts): string =>
  `<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Board</title>${item(1)}\n${item(2, parts)}\n${item(3)}</channel></rss>`;

describe('a defect in record 2 of 3: all three import, and its text is saved', () => {
  test.each<[string, Parts, Parts]>([
    ['&nbsp;, undeclared', { title: 'A&nbsp;B' }, { title: 'A B' }],
    ['an unknown entity', { title: 'A &foo; B' }, { title: 'A &foo; B' }],
    ['a bare & in text', { title: 'Research & Development' }, { title: 'Research & Development' }],
    [
      'a bare & in a URL',
      { link: 'https://board.example/?a=1&b=2&copy=3' },
      { link: 'https://board.example/?a=1&b=2&copy=3' },
    ],
    ['a bare <', { description: 'salary < 50k &amp; more' }, { description: 'salary < 50k & more' }],
    ['a bare < before a digit', { title: 'Team of <5' }, { title: 'Team of <5' }],
    ['a bare < before a letter', { title: 'if a <b then' }, { title: 'if a <b then' }],
    ['an address in angle brackets', { title: 'ask <jobs@b.example>' }, { title: 'ask <jobs@b.example>' }],
    ['a bare < at the end', { title: 'less <' }, { title: 'less <' }],
    ['byte 0x0B', { title: 'A\u000bB' }, { title: 'A B' }],
    ['NUL', { title: 'A\u0000B' }, { title: 'AB' }],
    ['a reference to a control character', { title: 'A&#7;B' }, { title: 'AB' }],
    ['an impossible reference', { title: 'A&#x110000;B' }, { title: 'A\ufffdB' }],
    [
      'a prefix without xmlns',
      { description: 'x</description><job_listing:company>Firm</job_listing:company><description>' },
      { description: 'x' },
    ],
    [
      'unescaped HTML',
      { description: '<p>One<br>two <img src="x.png"> &amp; <b>three</b></p>' },
      { description: '<p>One<br>two <img src="x.png"> &amp; <b>three</b></p>' },
    ],
    [
      'unescaped HTML that is never closed',
      { description: '<ul><li>One<li>Two' },
      { description: '<ul><li>One<li>Two' },
    ],
    [
      'unescaped HTML, wrongly nested',
      { description: '<b><i>x</b></i>' },
      { description: '<b><i>x</b></i>' },
    ],
    [
      'escaped HTML with more that is not',
      { description: '&lt;p&gt;One&lt;/p&gt;<br>two' },
      { description: '<p>One</p><br>two' },
    ],
    ['markup in a title', { title: 'Cook <b>now</b>' }, { title: 'Cook now' }],
    [']]> within CDATA', { description: '<![CDATA[a ]]> b]]>' }, { description: 'a  b]]>' }],
    ['U+FEFF within', { title: '\ufeffJob\ufeff' }, { title: 'Job' }],
    [
      'a field without its end tag',
      { title: 'Open', description: 'x</description><company>Firm' },
      { title: 'Open', description: 'x' },
    ],
    ['a stray end tag', { description: 'x</div>' }, { description: 'x</div>' }],
    ['double-escaped entities', { title: 'R&amp;amp;D &amp;ndash; caf&amp;#233;' }, { title: 'R&D – café' }],
    [
      'double-escaped HTML',
      { description: '&amp;lt;p&amp;gt;x&amp;lt;/p&amp;gt;' },
      { description: '<p>x</p>' },
    ],
    ['a lone surrogate reference', { title: 'A&#xD800;B' }, { title: 'A\ufffdB' }],
    [
      'an element called constructor',
      { description: 'x</description><constructor>Y</constructor><__proto__>Z</__proto__><description>' },
      { description: 'x' },
    ],
    ['a comment in a field', { title: 'Job <!-- </title> --> 2' }, { title: 'Job 2' }],
    ['an instruction in a field', { description: 'a <?php echo 1 ?> b' }, { description: 'a  b' }],
    ['an unfinished instruction', { description: 'a <? b' }, { description: 'a <? b' }],
    [
      'a DOCTYPE in a record',
      { description: 'a <!DOCTYPE x [<!ENTITY e "boom">]> &e;' },
      { description: 'a <!DOCTYPE x [<!ENTITY e "boom">]> &e;' },
    ],
    [
      'white space of all kinds',
      { title: '\n\t Job\u00a0\r\n  2 ', link: '\n  https://board.example/jobs/2\n ' },
      { title: 'Job 2', link: 'https://board.example/jobs/2' },
    ],
  ])('%s', async (_name, defect, saved) => {
    for (const chunkBytes of [7, 65_536]) {
      const { jobs, summary } = await readBytes(feed(defect), { chunkBytes });
      expect(summary).toMatchObject({ records: 3, complete: true });
      const fields = jobs.map((job) => ({
        title: job?.title,
        link: job?.jobUrl,
        description: job?.description,
      }));
      expect(fields).toEqual([plain(1), { ...plain(2), ...saved }, plain(3)]);
    }
  });

  test.each([
    [
      'without its end tag',
      '<item><title>Job 2</title><link>https://board.example/jobs/2</link><guid>id-2</guid><description>Text 2</description>',
    ],
    [
      'with a field that has another end tag',
      '<item><title>Job 2</titel><link>https://board.example/jobs/2</link><guid>id-2</guid><description>Text 2</description></item>',
    ],
    [
      'in upper case',
      '<ITEM><TITLE>Job 2</TITLE><LINK>https://board.example/jobs/2</LINK><GUID>id-2</GUID><DESCRIPTION>Text 2</DESCRIPTION></ITEM>',
    ],
    [
      'with an attribute whose quote is not closed',
      '<item id="2><title>Job 2</title><link>https://board.example/jobs/2</link><guid>id-2</guid><description>Text 2</description></item>',
    ],
  ])('a record %s', async (_name, whole) => {
    const { jobs, summary } = await readBytes(feed({ whole }));
    expect(summary).toMatchObject({ records: 3, complete: true });
    expect(jobs.map((job) => [job?.title, job?.jobUrl, job?.description])).toEqual(
      [1, 2, 3].map((n) => [plain(n).title, plain(n).link, plain(n).description]),
    );
  });
});

describe('a defect around the records does not affect them', () => {
  const whole = feed({});

  test.each([
    ['a byte order mark', `\ufeff${whole}`],
    ['two byte order marks', `\ufeff\ufeff${whole}`],
    ['white space before the XML declaration', `\n\n  ${whole}`],
    [
      'a warning of the server before it',
      `<br />\n<b>Warning</b>: Division by zero in <b>feed.php</b><br />\n${whole}`,
    ],
    ['U+FEFF between records', whole.replaceAll('</item>\n', '</item>\ufeff')],
    ['junk after the root', `${whole}\n<!-- cached --> <script>track()</script> junk & more`],
    ['no XML declaration', whole.slice(whole.indexOf('<rss'))],
    [
      'a DOCTYPE with entities',
      whole.replace('<rss', '<!DOCTYPE rss [<!ENTITY x "<item/>"> <!-- ]> -->]><rss'),
    ],
    [
      'a prefix for everything',
      whole.replace(/<(\/?)(rss|channel|item|title|link|guid|description)/g, '<$1a:$2'),
    ],
    ['upper case', whole.replace(/<\/?[a-z]+/g, (tag) => tag.toUpperCase())],
  ])('%s', async (_name, body) => {
    const { jobs, summary } = await readBytes(body);
    expect(summary).toMatchObject({ records: 3, complete: true, cut: null });
    expect(jobs.map((job) => job?.title)).toEqual(['Job 1', 'Job 2', 'Job 3']);
  });

  test('two documents in one are both read', async () => {
    const { summary } = await readBytes(whole + whole);
    expect(summary).toMatchObject({ records: 6, complete: true });
  });
});

describe('a feed that was cut anywhere', () => {
  const whole = feed({ description: '<![CDATA[<p>x</p>]]>' });
  const ends = [1, 2, 3].map((n) => whole.indexOf('</item>', whole.indexOf(`id-${n}<`)) + '</item>'.length);

  test('keeps exactly its complete records, and is never complete itself', async () => {
    const root = whole.indexOf('<rss');
    for (let length = root + '<rss version="2.0">'.length; length < whole.length; length++) {
      const { summary, jobs } = await readBytes(whole.slice(0, length));
      const expected = ends.filter((end) => end <= length).length;
      expect({ length, complete: summary.complete, records: jobs.length }).toEqual({
        length,
        complete: false,
        records: expected,
      });
      expect(summary.cut?.code).toBe('feed-truncated');
      expect(jobs.every((job) => job?.title.startsWith('Job '))).toBe(true);
    }
  });
});
