#!/usr/bin/env bash
# Versions:  httpx-sse 0.4.3 with httpx 0.28.1 (Python 3); sseclient-py 1.9.0 for comparison.
# Guess:     a comment between two events, as servers send it to keep a connection open, is no event.
# Behaviour: httpx-sse ignores comments until the first event with an id. From then on each of them is an event `message`
#            with empty data and the id of the event before: json() of it raises, and a consumer that takes the id for
#            a new position counts it twice.
# Reason:    the blank line behind a comment ends an empty block, and the decoder takes the last id, which stays from one
#            event to the next, as a sign that the block is not empty.
# Seen:      httpx-sse:    [('', 'first'), ('7', 'second'), ('7', ''), ('7', ''), ('8', 'third')]
#            sseclient-py: [(None, 'first'), ('7', 'second'), ('8', 'third')]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python httpx==0.28.1 httpx-sse==0.4.3 sseclient-py==1.9.0 >&2

cat > finding.py <<'PY'
import sys
import httpx
import sseclient
from httpx_sse import connect_sse

stream = b': ok\n\n: \n\ndata: first\n\nid: 7\ndata: second\n\n: \n\n: \n\nid: 8\ndata: third\n\n'


def respond(request):
    return httpx.Response(200, headers={'Content-Type': 'text/event-stream'}, content=stream)


with httpx.Client(transport=httpx.MockTransport(respond)) as client:
    with connect_sse(client, 'GET', 'https://jobs.example/api/changes/stream') as source:
        by_httpx = [(event.id, event.data) for event in source.iter_sse()]
by_sseclient = [(event.id, event.data) for event in sseclient.SSEClient(iter([stream])).events()]
print(f'httpx-sse:    {by_httpx}')
print(f'sseclient-py: {by_sseclient}')
as_found = (
    by_httpx == [('', 'first'), ('7', 'second'), ('7', ''), ('7', ''), ('8', 'third')]
    and by_sseclient == [(None, 'first'), ('7', 'second'), ('8', 'third')]
)
print('as found' if as_found else 'no longer as found')
sys.exit(0 if as_found else 1)
PY
PYTHONPATH=python python3 finding.py
