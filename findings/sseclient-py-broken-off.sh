#!/usr/bin/env bash
# Versions:  sseclient-py 1.9.0 (Python 3); httpx-sse 0.4.3 with httpx 0.28.1 for comparison.
# Guess:     an event that the server had not finished when the connection ended is not passed on (the standard says so).
# Behaviour: sseclient-py passes it on as far as it was read, without a sign that its blank line is missing: a number is cut,
#            a text ends early, later lines of data are missing. Its id is set, so that a consumer that resumes behind
#            that id never gets the event whole.
# Reason:    what is left in the buffer at the end of the response is yielded like a block that a blank line ended.
# Seen:      sseclient-py: [('7', 'salary 52000'), ('8', 'salary 61')]
#            httpx-sse:    [('7', 'salary 52000')]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python httpx==0.28.1 httpx-sse==0.4.3 sseclient-py==1.9.0 >&2

cat > finding.py <<'PY'
import sys
import httpx
import sseclient
from httpx_sse import connect_sse

whole = b'id: 7\ndata: salary 52000\n\nid: 8\ndata: salary 61000\n\n'
stream = whole[: whole.index(b'000\n\n', 30)]


def respond(request):
    return httpx.Response(200, headers={'Content-Type': 'text/event-stream'}, content=stream)


with httpx.Client(transport=httpx.MockTransport(respond)) as client:
    with connect_sse(client, 'GET', 'https://jobs.example/api/changes/stream') as source:
        by_httpx = [(event.id, event.data) for event in source.iter_sse()]
by_sseclient = [(event.id, event.data) for event in sseclient.SSEClient(iter([stream])).events()]
print(f'sseclient-py: {by_sseclient}')
print(f'httpx-sse:    {by_httpx}')
as_found = by_sseclient == [('7', 'salary 52000'), ('8', 'salary 61')] and by_httpx == [('7', 'salary 52000')]
print('as found' if as_found else 'no longer as found')
sys.exit(0 if as_found else 1)
PY
PYTHONPATH=python python3 finding.py
