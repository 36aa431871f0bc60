#!/usr/bin/env bash
# Versions:  @unhead/schema-org 3.1.3 with unhead 3.1.3 (Node 20), the schema.org module of Nuxt and Vue sites.
# Guess:     a page with two jobs, each a defineJobPosting() with its own url, publishes two JobPostings.
# Behaviour: it publishes one, made of both: the fields of the last job, and of the first job those that the last one has
#            not, such as its salary and its last day; lists are joined, so that a cook in part time is one in full time as
#            well. An @id keeps them apart only if what follows its # differs: /jobs/1#job and /jobs/2#job are one job.
# Cause:     idPrefix of jobPostingResolver gives each job the address of the page with #job-posting as its @id, not its
#            url, and resolveGraph() merges nodes whose resolveAsGraphKey(), the part behind #, is the same.
# Seen:      {url: /jobs/1, Nurse, FULL_TIME, 50000 EUR, until 2026-12-31}, {url: /jobs/2, Cook, PART_TIME}
#              -> Cook of /jobs/2, ["FULL_TIME","PART_TIME"], 50000 EUR, until 2026-12-31
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @unhead/schema-org@3.1.3 unhead@3.1.3

cat > finding.js <<'JS'
import { defineJobPosting, UnheadSchemaOrg, useSchemaOrg } from '@unhead/schema-org';
import { createHead, renderSSRHead } from 'unhead/server';

async function publish(name, jobs) {
  const head = createHead();
  head.use(UnheadSchemaOrg({ host: 'https://board.example', path: '/jobs' }));
  useSchemaOrg(head, jobs.map((job) => defineJobPosting(job)));
  const { bodyTags, headTags } = await renderSSRHead(head);
  const [, json] = /<script[^>]*>(.*?)<\/script>/s.exec(headTags + bodyTags);
  console.log(name);
  for (const job of JSON.parse(json)['@graph']) {
    const { baseSalary, employmentType, title, url, validThrough } = job;
    console.log(`  ${job['@id']}: ${JSON.stringify({ url, title, employmentType, baseSalary: baseSalary?.value, validThrough })}`);
  }
}
const nurse = {
  url: '/jobs/1', title: 'Nurse', employmentType: ['FULL_TIME'], validThrough: '2026-12-31', baseSalary: { currency: 'EUR', value: 50000 },
};
const cook = { url: '/jobs/2', title: 'Cook', employmentType: ['PART_TIME'] };
await publish('without an @id', [nurse, cook]);
await publish('with an @id that ends in #job', [nurse, cook].map((job) => ({ '@id': `https://board.example${job.url}#job`, ...job })));
await publish('with an @id without #', [nurse, cook].map((job) => ({ '@id': `https://board.example${job.url}`, ...job })));
JS
cat > expected <<'TXT'
without an @id
  https://board.example/jobs#job-posting: {"url":"/jobs/2","title":"Cook","employmentType":["FULL_TIME","PART_TIME"],"baseSalary":50000,"validThrough":"2026-12-31"}
with an @id that ends in #job
  https://board.example/jobs/2#job: {"url":"/jobs/2","title":"Cook","employmentType":["FULL_TIME","PART_TIME"],"baseSalary":50000,"validThrough":"2026-12-31"}
with an @id without #
  https://board.example/jobs/1: {"url":"/jobs/1","title":"Nurse","employmentType":["FULL_TIME"],"baseSalary":50000,"validThrough":"2026-12-31"}
  https://board.example/jobs/2: {"url":"/jobs/2","title":"Cook","employmentType":["PART_TIME"]}
TXT
node finding.js 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
