#!/usr/bin/env bash
# Versions:  sseclient 0.0.27 (not sseclient-py), requests 2.34.2 (Python 3).
# Guess:     a stream of events is UTF-8, as the standard says, whether or not its Content-Type has a charset.
# Behaviour: without a charset it is read as Latin-1: Zürich is ZÃ¼rich. A letter with the byte 85, such as Å or the
#            Cyrillic х, ends the line: the rest of the data is dropped without a warning, so that the JSON of a job in
#            Ålesund has no end.
# Cause:     _connect() takes resp.encoding of requests, which is ISO-8859-1 for each text type without a charset, and
#            Event.parse() calls splitlines(), for which the character U+0085 is a line break.
# Seen:      text/event-stream: {"city":"Zürich"} -> {"city":"ZÃ¼rich"}
#            text/event-stream: {"city":"Ålesund"} -> {"city":"Ã
#            text/event-stream; charset=utf-8: {"city":"Ålesund"} -> {"city":"Ålesund"}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python sseclient==0.0.27 requests==2.34.2 >&2

cat > finding.py <<'PY'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from sseclient import SSEClient


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', content_type)
        self.end_headers()
        self.wfile.write(f'data: {data}\n\n'.encode())

    def log_message(self, *arguments):
        pass


server = HTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
for content_type in ('text/event-stream', 'text/event-stream; charset=utf-8'):
    for city in ('Zürich', 'Ålesund'):
        data = f'{{"city":"{city}"}}'
        event = next(iter(SSEClient(f'http://127.0.0.1:{server.server_port}/')))
        print(f'{content_type}: {data} -> {event.data}')
server.shutdown()
PY
cat > expected <<'TXT'
text/event-stream: {"city":"Zürich"} -> {"city":"ZÃ¼rich"}
text/event-stream: {"city":"Ålesund"} -> {"city":"Ã
text/event-stream; charset=utf-8: {"city":"Zürich"} -> {"city":"Zürich"}
text/event-stream; charset=utf-8: {"city":"Ålesund"} -> {"city":"Ålesund"}
TXT
PYTHONPATH=python PYTHONIOENCODING=utf-8 timeout 60 python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
