#!/usr/bin/env bash
# Versions:  bullmq 6.7.0, ioredis 6.0.0, Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     removeOnFail says how long a failed job is kept, and has no influence on the flow that it is part of.
# Behaviour: where a child fails and no option says what that means for its parent, the parent waits. With removeOnFail on
#            the child it does not wait: it completes, and nothing tells its processor that a child has failed.
# Seen:      kept: waiting-children
#            removed: completed, values 1, ignored failures 0
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bullmq@6.7.0 ioredis@6.0.0
start_redis

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { FlowProducer, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(Number(process.env.PORT), '127.0.0.1', { maxRetriesPerRequest: null });
const flows = new FlowProducer({ connection });
const work = async ({ data }) => {
  if (data.fails) throw new Error('this child fails');
};
new Worker('children', work, { connection });
let seen = '';
const finish = async (job) => {
  const values = Object.keys(await job.getChildrenValues()).length;
  const failures = Object.keys(await job.getIgnoredChildrenFailures()).length;
  seen = `values ${values}, ignored failures ${failures}`;
};
new Worker('parents', finish, { connection });

const child = (fails, opts) => ({ name: 'child', queueName: 'children', data: { fails }, opts });
async function stateAfter(opts) {
  const tree = { name: 'parent', queueName: 'parents', children: [child(true, opts), child(false)] };
  const { job } = await flows.add(tree);
  await sleep(2_000);
  return job.getState();
}
const kept = await stateAfter({});
const removed = await stateAfter({ removeOnFail: true });
console.log(`kept: ${kept}\nremoved: ${removed}, ${seen}`);
const isAsFound =
  kept === 'waiting-children' && removed === 'completed' && seen === 'values 1, ignored failures 0';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
