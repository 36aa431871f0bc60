#!/usr/bin/env bash
# Versions:  crawlee 1.11.0 (Python 3), @crawlee/basic 3.18.1 (Node 24.21).
# Guess:     Crawlee for Python visits each page once: links are the same request if they differ by the case of scheme or host,
#            by tracking parameters or by the order of parameters, as normalize_url() says.
# Behaviour: links whose paths or parameters differ only by the case of letters are one request as well, as are /a%2Fb and
#            /a/b: of the jobs /job/aB1 and /job/Ab1 the second is never read. Ids of boards are often such texts. There is no
#            error or line in the log. Crawlee for Node keeps the case, and reads all.
# Cause:     normalize_url() turns the whole link to lower case, and its result is the unique key of a request.
# Seen:      of 4 jobs, Python reads /job/aB1 and /view?id=Xy, Node also /job/Ab1 and /view?id=xY
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python crawlee==1.11.0 >&2
install @crawlee/basic@3.18.1

cat > finding.py <<'PY'
import asyncio
import logging
import sys
from crawlee.crawlers import HttpCrawler
from crawlee.storage_clients import MemoryStorageClient


async def main():
    read = []
    crawler = HttpCrawler(storage_client=MemoryStorageClient(), configure_logging=False, max_request_retries=0)

    @crawler.router.default_handler
    async def handle(context):
        read.append(context.request.url.split('/', 3)[3])

    await crawler.run(sys.argv[1:])
    print('Python', ' '.join(sorted(read)))


logging.disable()
asyncio.run(main())
PY
cat > finding.mjs <<'JS'
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { BasicCrawler, Configuration, log } from '@crawlee/basic';

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end('<html><title>Nurse</title></html>');
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const site = `http://127.0.0.1:${server.address().port}`;
const links = ['job/aB1', 'job/Ab1', 'view?id=Xy', 'view?id=xY'].map((path) => `${site}/${path}`);

const { stdout } = await promisify(execFile)('python3', ['finding.py', ...links]);
process.stdout.write(stdout);
const read = [];
log.setLevel(log.LEVELS.OFF);
const requestHandler = ({ request }) => void read.push(request.url.slice(site.length + 1));
await new BasicCrawler({ requestHandler }, new Configuration({ persistStorage: false })).run(links);
console.log('Node', read.sort().join(' '));
server.close();
server.closeAllConnections();
JS
cat > expected <<'TXT'
Python job/aB1 view?id=Xy
Node job/Ab1 job/aB1 view?id=Xy view?id=xY
TXT
PYTHONPATH=python timeout 120 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
