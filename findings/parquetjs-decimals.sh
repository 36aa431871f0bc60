#!/usr/bin/env bash
# Versions:  @dsnp/parquetjs 1.8.9 (1.9.3 came without its code), hyparquet 1.33.0.
# Guess:     a column DECIMAL(9, 2) holds the pay of jobs to the cent, and is read as it was written.
# Behaviour: it is read as another column: the pay of the first job, 0, that of the second, 0, that of the third, so that
#            jobs have the pay of others and half of the amounts are gone; the number of rows is right. So with each
#            precision up to 9. And with each precision a cent is missing where the amount has no exact binary form: 19.99 is
#            written as 19.98, 8.7 as 8.69, which other readers show as well.
# Reason:    parquetjs writes DECIMAL up to a precision of 18 as INT64, and reads 4 bytes per value up to one of 9
#            (decodeValues_DECIMAL). It rounds down what the multiplication by 100 gives: 19.99 * 100 is 1998.9999999999998.
# Seen:      written: 17.55, 18, 52.3, 19.99, 8.7
#            DECIMAL(9, 2), read by parquetjs: 17.55, 0, 18, 0, 52.3
#            DECIMAL(9, 2), read by hyparquet: 17.55, 18, 52.3, 19.98, 8.69
#            DECIMAL(10, 2), read by parquetjs: 17.55, 18, 52.3, 19.98, 8.69
#            DOUBLE, read by parquetjs: 17.55, 18, 52.3, 19.99, 8.7
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @dsnp/parquetjs@1.8.9 hyparquet@1.33.0

cat > finding.mjs <<'JS'
import parquetjs from '@dsnp/parquetjs';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';

const { ParquetReader, ParquetSchema, ParquetWriter } = parquetjs;
const pays = [17.55, 18, 52.3, 19.99, 8.7];
console.log(`written: ${pays.join(', ')}`);

async function write(name, pay) {
  const path = `${name}.parquet`;
  const writer = await ParquetWriter.openFile(new ParquetSchema({ title: { type: 'UTF8' }, pay }), path);
  for (const [index, amount] of pays.entries()) await writer.appendRow({ title: `job ${index}`, pay: amount });
  await writer.close();
  return path;
}

async function read(path) {
  const reader = await ParquetReader.openFile(path);
  const cursor = reader.getCursor();
  const rows = [];
  for (let row = await cursor.next(); row; row = await cursor.next()) rows.push(row);
  await reader.close();
  return rows;
}

const print = (name, rows) => console.log(`${name}: ${rows.map(({ pay }) => pay).join(', ')}`);

const nine = await write('nine', { type: 'DECIMAL', precision: 9, scale: 2 });
print('DECIMAL(9, 2), read by parquetjs', await read(nine));
print('DECIMAL(9, 2), read by hyparquet', await parquetReadObjects({ file: await asyncBufferFromFile(nine) }));
const ten = await write('ten', { type: 'DECIMAL', precision: 10, scale: 2 });
print('DECIMAL(10, 2), read by parquetjs', await read(ten));
print('DOUBLE, read by parquetjs', await read(await write('double', { type: 'DOUBLE' })));
JS
cat > expected <<'TXT'
written: 17.55, 18, 52.3, 19.99, 8.7
DECIMAL(9, 2), read by parquetjs: 17.55, 0, 18, 0, 52.3
DECIMAL(9, 2), read by hyparquet: 17.55, 18, 52.3, 19.98, 8.69
DECIMAL(10, 2), read by parquetjs: 17.55, 18, 52.3, 19.98, 8.69
DOUBLE, read by parquetjs: 17.55, 18, 52.3, 19.99, 8.7
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
