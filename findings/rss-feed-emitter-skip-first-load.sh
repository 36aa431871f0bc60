#!/usr/bin/env bash
# Versions:  rss-feed-emitter 3.2.4.
# Guess:     with skipFirstLoad, the items that a feed has when it is added are not emitted, and each later one is, as the
#            readme says.
# Behaviour: no item is ever emitted. The feed is read at each interval without an error, so that a watcher of new jobs seems
#            to have a quiet feed. Without the option, later items are emitted once each.
# Cause:     getContent() of FeedManager.js takes each load for the first one while failedFirstLoad is true, and with
#            skipFirstLoad nothing sets it to false.
# Seen:      without: at first 1,2, later 3
#            skipFirstLoad: at first none, later none; the feed was read again: true
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install rss-feed-emitter@3.2.4

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import RssFeedEmitter from 'rss-feed-emitter';

let ids;
let reads;
const server = createServer((_, response) => {
  reads++;
  const items = ids.map((id) => `<item><guid>${id}</guid><link>https://jobs.example/${id}</link></item>`).join('');
  response.setHeader('Content-Type', 'application/rss+xml');
  response.end(`<rss version="2.0"><channel><title>Jobs</title>${items}</channel></rss>`);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/`;

async function readTimes(count) {
  const end = reads + count;
  while (reads < end) await sleep(20);
}

async function watch(options) {
  ids = [1, 2];
  reads = 0;
  const emitted = [];
  const emitter = new RssFeedEmitter(options);
  emitter.on('error', (error) => emitted.push(error.message));
  emitter.on('new-item', (item) => emitted.push(item.guid));
  emitter.add({ url, refresh: 200 });
  await readTimes(3);
  const atFirst = emitted.splice(0);
  ids = [1, 2, 3];
  await readTimes(5);
  emitter.destroy();
  return `at first ${atFirst.join() || 'none'}, later ${emitted.join() || 'none'}`;
}

const without = await watch({});
const skipping = await watch({ skipFirstLoad: true });
console.log(`without: ${without}`);
console.log(`skipFirstLoad: ${skipping}; the feed was read again: ${reads >= 8}`);
const isAsFound = without === 'at first 1,2, later 3' && skipping === 'at first none, later none' && reads >= 8;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
timeout 120 node finding.mjs
