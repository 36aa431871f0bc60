import { expect, test } from 'vitest';
import {
  chooseIdentity,
  HistoryModel,
  identifier,
  volatileFields,
  weighIdentities,
} from './history-model.ts';
import { type FeedRecord, readRecords } from './read-records.ts';

interface Row {
  id: string;
  link: string;
  title: string;
  text?: string;
}

function version(...rows: Row[]): FeedRecord[] {
  const jobs = rows.map(
    ({ id, link, title, text = '' }) =>
      `<job><id>${id}</id><link>https://inn.example/${link}</link><title>${title}</title><text>${text}</text></job>`,
  );
  return readRecords(`<jobs>${jobs.join('')}</jobs>`) ?? [];
}

const cook = { id: '1', link: 'cook', title: 'Cook' };
const baker = { id: '2', link: 'baker', title: 'Baker' };
const porter = { id: '3', link: 'porter', title: 'Porter' };

test('identity is by id where ids are kept', () => {
  expect(chooseIdentity(weighIdentities([version(cook, baker), version(cook, baker, porter)]))).toBe('id');
});

test('identity is by link where ids differ at every version', () => {
  const redrawn = (prefix: string) =>
    [cook, baker, porter].map((row) => ({ ...row, id: `${prefix}${row.id}` }));
  const versions = ['a', 'b', 'c'].map((prefix) => version(...redrawn(prefix)));
  expect(chooseIdentity(weighIdentities(versions))).toBe('link');
});

test('identity is by link where one job has another title in another version', () => {
  const versions = ['a', 'b', 'c'].map((prefix) =>
    version(
      { ...cook, id: `${prefix}1`, title: `Cook ${prefix}` },
      { ...baker, id: `${prefix}2`, link: '' },
      {
        ...porter,
        id: `${prefix}3`,
        link: '',
      },
    ),
  );
  expect(chooseIdentity(weighIdentities(versions))).toBe('link');
});

test('counts new, changed, gone, returned and repeated jobs', () => {
  const model = new HistoryModel(identifier([], 'id'), new Set());
  const counts = (records: FeedRecord[]) => {
    const expected = model.next(records);
    model.remember(expected);
    const { jobs: _jobs, ...figures } = expected;
    return figures;
  };
  expect(counts(version(cook, baker, baker))).toEqual({
    records: 3,
    repeats: 1,
    new: 2,
    changed: 0,
    gone: 0,
    returned: 0,
    open: 2,
  });
  expect(counts(version({ ...cook, title: 'Chef' }, porter))).toMatchObject({ new: 1, changed: 1, gone: 1 });
  expect(counts(version(cook, baker))).toMatchObject({ new: 0, changed: 1, gone: 1, returned: 1, open: 2 });
});

test('a field that differs in every job is no change', () => {
  const built = (at: string) => version({ ...cook, text: at }, { ...baker, text: at });
  const versions = [built('1 day ago'), built('2 days ago'), built('3 days ago')];
  const volatile = volatileFields(versions, identifier(versions, 'id'));
  expect([...volatile]).toEqual(['text']);
  const model = new HistoryModel(identifier(versions, 'id'), volatile);
  expect(versions.map((records) => model.next(records).changed)).toEqual([0, 0, 0]);
});

test('a job keeps its identity when it gets an id', () => {
  const versions = [version({ ...cook, id: '' }, { ...baker, id: '' }), version(baker), version(cook, baker)];
  const model = new HistoryModel(identifier(versions, 'id'), new Set());
  const figures = versions.map((records) => {
    const expected = model.next(records);
    model.remember(expected);
    return [expected.new, expected.gone, expected.returned];
  });
  expect(figures).toEqual([
    [2, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});

test('titles tell apart what shares a link, in all versions', () => {
  const shared = { ...baker, link: cook.link };
  const versions = [version(cook), version(cook, shared), version(shared)];
  const keyOf = identifier(versions, 'link');
  expect(versions.map((records) => new Set(records.map(keyOf)).size)).toEqual([1, 2, 1]);
  expect(keyOf(version(cook)[0] as FeedRecord)).not.toBe(keyOf(version(shared)[0] as FeedRecord));
});
