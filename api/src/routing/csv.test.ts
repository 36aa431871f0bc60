import { once } from 'node:events';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { asCsv } from './csv.ts';

const columns = { row: (row: string) => row };

test('rows are read no further once nobody reads their CSV', async () => {
  const rows = Readable.from(['one', 'two']);
  asCsv(columns, rows).destroy();
  await once(rows, 'close');
});

test('a failure of the rows is that of the CSV', async () => {
  async function* failing() {
    yield 'one';
    throw new Error('MongoDB is gone');
  }
  await expect(asCsv(columns, Readable.from(failing())).toArray()).rejects.toThrow('MongoDB is gone');
});
