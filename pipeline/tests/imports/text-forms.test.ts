import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChangingFeed, importOnce, startChangingFeed } from '../support/changing-feed.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

/*
 * How a feed writes its texts is decided by its first records. A few odd records must not change the decision: all
 * other jobs of the feed would be read differently, and be updated.
 */

let pipeline: RunningPipeline;
let feed: ChangingFeed;
beforeAll(async () => {
  feed = await startChangingFeed();
  pipeline = await startPipeline({ shrinkLimitPercent: 100 });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await feed.close();
});

interface Item {
  title?: string;
  more?: string;
}

function rss(listed: Item[]): string {
  const all = listed.map(({ title, more = '' }, n) => {
    return `<item><guid>g${n}</guid><title>${title ?? `Cook ${n}`}</title><link>https://b.example/${n}</link>${more}</item>`;
  });
  const namespace = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';
  return `<rss version="2.0" ${namespace}><channel><title>Board</title>${all.join('')}</channel></rss>`;
}

const COUNT = 20;
const items = (make: (n: number) => Item) => Array.from({ length: COUNT }, (_, n) => make(n));
const COMPANIES = ['Alpha GmbH', 'Beta Ltd', 'Gamma AG', 'Delta Group'];
const companyOf = (n: number) => COMPANIES[n % COMPANIES.length] ?? '';
const ROLES = ['Marketing, Sales', 'Sales, Finance', 'Finance, Marketing', 'Legal, Sales', 'Finance, Legal'];
/** Ambiguous but for the first one. */
const dayOf = (n: number) => (n === 0 ? '02/13/2026' : `02/0${1 + (n % 9)}/2026`);

const cases: { name: string; before: Item[]; odd: (n: number) => Item; field: string; value: unknown }[] = [
  {
    name: 'companies in titles',
    before: items((n) => ({ title: `${companyOf(n)}: Cook ${n}` })),
    odd: (n) => ({ title: `Waiter ${n} by night` }),
    field: 'company',
    value: companyOf(COUNT - 1),
  },
  {
    name: 'employers as authors',
    before: items((n) => ({ more: `<dc:creator>${companyOf(n)}</dc:creator>` })),
    odd: () => ({ more: '<dc:creator>admin</dc:creator>' }),
    field: 'company',
    value: companyOf(COUNT - 1),
  },
  {
    name: 'labels in descriptions',
    before: items((n) => ({ more: `<description>Company: ${companyOf(n)}&lt;br&gt;Cook.</description>` })),
    odd: () => ({ more: '<description>Come and see us.</description>' }),
    field: 'company',
    value: companyOf(COUNT - 1),
  },
  {
    name: 'lists of categories',
    before: items((n) => ({ more: `<category>${ROLES[n % ROLES.length]}</category>` })),
    odd: (n) => ({ more: `<category>Nurse ${n}, Registered, Ward ${n}</category>` }),
    field: 'categories',
    value: (ROLES[(COUNT - 1) % ROLES.length] ?? '').split(', '),
  },
  {
    name: 'the order of day and month',
    before: items((n) => ({ more: `<pubDate>${dayOf(n)}</pubDate>` })),
    odd: () => ({ more: '<pubDate>03/01/2026</pubDate>' }),
    field: 'publishedAt',
    value: new Date('2026-02-02T00:00:00Z'),
  },
];

test.each(cases)(
  '$name are read as before when a few records are odd',
  async ({ name, before, odd, field, value }) => {
    const path = `/${name.replaceAll(' ', '-')}`;
    const source = { name, url: feed.base + path };
    feed.set(path, rss(before));
    expect(await importOnce(pipeline, source)).toMatchObject({ status: 'completed', newJobs: COUNT });
    const last = async () => {
      const jobs = await pipeline.jobsOf(name);
      return jobs.find(({ externalId }) => externalId === `g${COUNT - 1}`);
    };
    expect(await last()).toMatchObject({ [field]: value });
    const after = before.map((item, n) => (n < 4 ? odd(n) : item));
    feed.set(path, rss(after));
    expect(await importOnce(pipeline, source)).toMatchObject({
      updatedJobs: 4,
      unchangedJobs: COUNT - 4,
    });
    expect(await last()).toMatchObject({ [field]: value });
  },
);

/** Whose forms are decided by all records; the order of day and month is shown by one. */
const byShare = cases.filter(({ name }) => name !== 'the order of day and month');

test.each(byShare)(
  'the first records of a feed that is cut off do not decide: $name',
  async ({ name, before, odd }) => {
    const path = `/cut-${name.replaceAll(' ', '-')}`;
    const source = { name: `cut ${name}`, url: feed.base + path };
    const alike = 8;
    const whole = rss(before.map((item, n) => (n < alike ? item : odd(n))));
    feed.set(path, whole);
    await importOnce(pipeline, source);
    feed.set(path, whole.slice(0, whole.indexOf(`<guid>g${alike - 1}<`)));
    expect(await importOnce(pipeline, source)).toMatchObject({
      status: 'partial',
      error: { code: 'feed-truncated' },
      updatedJobs: 0,
      unchangedJobs: alike - 1,
    });
  },
);

test('a form that most records contradict is given up', async () => {
  const source = { name: 'other titles', url: `${feed.base}/other` };
  feed.set('/other', rss(items((n) => ({ title: `${companyOf(n)}: Cook ${n}` }))));
  await importOnce(pipeline, source);
  feed.set('/other', rss(items((n) => ({ title: n < 15 ? `Cook ${n} by night` : `Shift ${n}: Cook` }))));
  await importOnce(pipeline, source);
  const jobs = await pipeline.jobsOf('other titles');
  expect(jobs.map(({ title }) => title)).toContain('Shift 19: Cook');
});
