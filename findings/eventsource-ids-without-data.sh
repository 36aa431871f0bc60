#!/usr/bin/env bash
# Versions:  eventsource 4.1.1, eventsource-client 1.2.0, launchdarkly-eventsource 2.2.0, undici 7.30.2.
# Guess:     an id without data, which the standard has for marking a position, is the one that a client sends when it
#            reconnects; an event without an id has the one before it as its lastEventId. So it is in browsers.
# Behaviour: only undici's EventSource does that. The others drop the id with the event that has no data and ask again for
#            all that was marked as seen: a server that filters events for its clients sends its whole backlog at each
#            reconnect. For eventsource, the lastEventId of an event without id is empty, so that an application that
#            stores it begins anew.
# Cause:     their parsers pass on the id with an event only, and dispatch none without data.
# Seen:      eventsource: job@1 heartbeat@; asks for what follows 1
#            undici: job@1 heartbeat@1; asks for what follows 7
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install eventsource@4.1.1 eventsource-client@1.2.0 launchdarkly-eventsource@2.2.0 undici@7.30.2

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { EventSource } from 'eventsource';
import { createEventSource } from 'eventsource-client';
import LaunchDarkly from 'launchdarkly-eventsource';
import { EventSource as UndiciEventSource } from 'undici';

function listen(source, passOn) {
  for (const name of ['job', 'heartbeat']) source.addEventListener(name, (event) => passOn(name, event.lastEventId));
  source.onerror = () => {};
  return source;
}
const clients = {
  eventsource: (url, passOn) => listen(new EventSource(url), passOn),
  'eventsource-client': (url, passOn) => createEventSource({ url, onMessage: ({ event, id }) => passOn(event, id) }),
  'launchdarkly-eventsource': (url, passOn) => listen(new LaunchDarkly.EventSource(url), passOn),
  undici: (url, passOn) => listen(new UndiciEventSource(url), passOn),
};

for (const [name, open] of Object.entries(clients)) {
  const server = createServer((request, response) => {
    if (request.headers['last-event-id']) return server.emit('resumed', request.headers['last-event-id']);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.end('retry: 50\nid: 1\nevent: job\ndata: Nurse\n\nevent: heartbeat\ndata: x\n\nid: 7\n\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const passedOn = [];
  const source = open(`http://127.0.0.1:${server.address().port}/`, (event, id) => passedOn.push(`${event}@${id ?? ''}`));
  const [id] = await once(server, 'resumed');
  console.log(`${name}: ${passedOn.join(' ')}; asks for what follows ${id}`);
  source.close();
  server.closeAllConnections();
  server.close();
}
process.exit();
JS
cat > expected <<'TXT'
eventsource: job@1 heartbeat@; asks for what follows 1
eventsource-client: job@1 heartbeat@; asks for what follows 1
launchdarkly-eventsource: job@1 heartbeat@1; asks for what follows 1
undici: job@1 heartbeat@1; asks for what follows 7
TXT
timeout 120 node --no-warnings finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
