#!/usr/bin/env bash
# Versions:  migrate-mongo 14.0.7, mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     `migrate-mongo down` undoes the migration that was applied last, as its help and its README say.
# Behaviour: it undoes the applied one whose file name is last. After a branch with an earlier date in its file name was merged
#            and applied, `down` leaves it and undoes a migration of weeks ago, with the data that it deletes. So it is
#            with the option `block`, which undoes the block of that one.
# Reason:    lib/actions/down.js takes the last applied item of status(), which is in the order of the folder; `appliedAt` is
#            stored and not compared.
# Seen:      applied: 20260301-a.js, 20260401-c.js, then 20260315-b.js
#            down: 20260401-c.js
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install migrate-mongo@14.0.7 mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { config, database, down, status, up } from 'migrate-mongo';

await mkdir('migrations');
config.set({
  mongodb: { url: `mongodb://127.0.0.1:${process.env.PORT}`, databaseName: 'finding' },
  migrationsDir: 'migrations',
  changelogCollectionName: 'changelog',
  lockCollectionName: 'changelog_lock',
  lockTtl: 0,
  migrationFileExtension: '.js',
  useFileHash: false,
  moduleSystem: 'esm',
});
const write = (name) => writeFile(`migrations/${name}`, 'export async function up() {}\nexport async function down() {}\n');

const { db, client } = await database.connect();
await write('20260301-a.js');
await write('20260401-c.js');
const early = await up(db, client);
await sleep(50);
await write('20260315-b.js');
const late = await up(db, client);
const appliedAt = Object.fromEntries((await status(db)).map((item) => [item.fileName, item.appliedAt]));
const isLast = Object.values(appliedAt).every((time) => time <= appliedAt['20260315-b.js']);
const undone = await down(db, client);
await client.close();
console.log(`applied: ${early.join(', ')}, then ${late.join(', ')}`);
console.log(`down: ${undone.join(', ')}`);
const isAsFound = isLast && late.join() === '20260315-b.js' && undone.join() === '20260401-c.js';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
