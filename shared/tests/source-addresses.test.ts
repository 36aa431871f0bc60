import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourceConfig } from '../src/model/source.ts';
import { openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const SPELLINGS = ['https://one.test/feed', 'HTTPS://One.test:443/feed', 'https://one.test/a/../feed#top'];
const now = new Date('2026-01-01T12:00:00Z');
const configs = SPELLINGS.map((url, index) => sourceConfig.parse({ name: `source ${index}`, url }));

test.each(Array.from({ length: 5 }, (_, index) => index))(
  'one of the sources that get a feed at once has it, however each spells its URL (%i)',
  async () => {
    const { sources } = stores.database;
    const added = await Promise.allSettled(configs.map((config) => sources.add(config, now)));
    expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const { name } of await sources.list()) await sources.remove(name);

    const others = await Promise.all(
      configs.map((config, index) => sources.add({ ...config, url: `https://other.test/${index}` }, now)),
    );
    const moved = await Promise.allSettled(
      others.map((seen, index) => sources.replaceConfig(seen, configs[index] ?? seen, now)),
    );
    const refusals = moved.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refusals).toEqual(['source-exists', 'source-exists']);
    for (const { name } of await sources.list()) await sources.remove(name);
    expect(await stores.db.collection('claims').countDocuments()).toBe(0);
  },
);
