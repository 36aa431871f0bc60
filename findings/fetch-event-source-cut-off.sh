#!/usr/bin/env bash
# Versions:  @microsoft/fetch-event-source 2.0.1.
# Guess:     after a connection that broke off within an event, the client asks for what follows the last event that it
#            passed on, as a browser's EventSource and undici's do.
# Behaviour: the line with the id counts at once. Where the connection breaks off between it and the empty line that ends the
#            event, the client sends the id of an event that it never passed on, and the server continues behind it: the
#            event is lost, without an error. An event whose id is its last line is repeated instead.
# Cause:     getMessages() of parse.ts calls onId, which sets the header, when it reads the line, not when the event ends.
# Seen:      id before data: passed on job 1; asks for what follows 2
#            id behind data: passed on job 1; asks for what follows 1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @microsoft/fetch-event-source@2.0.1

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fetchEventSource } from '@microsoft/fetch-event-source';

// It is made for browsers and takes its timers from window.
globalThis.window = globalThis;

async function resume(events) {
  const server = createServer((request, response) => {
    if (request.headers['last-event-id']) return server.emit('resumed', request.headers['last-event-id']);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(events);
    setTimeout(() => response.destroy(), 300);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const passedOn = [];
  fetchEventSource(`http://127.0.0.1:${server.address().port}/`, {
    openWhenHidden: true,
    onmessage: ({ data }) => passedOn.push(data),
    onerror: () => 50,
  });
  const [id] = await once(server, 'resumed');
  server.closeAllConnections();
  server.close();
  return `passed on ${passedOn.join()}; asks for what follows ${id}`;
}

console.log(`id before data: ${await resume('id: 1\ndata: job 1\n\nid: 2\ndata: jo')}`);
console.log(`id behind data: ${await resume('data: job 1\nid: 1\n\ndata: job 2\nid')}`);
process.exit();
JS
cat > expected <<'TXT'
id before data: passed on job 1; asks for what follows 2
id behind data: passed on job 1; asks for what follows 1
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
