#!/usr/bin/env bash
# Versions:  requests-sse 0.5.3, requests 2.34.2, urllib3 2.8.0 (Python 3).
# Guess:     where the lines of a stream end with CRLF, as sse-starlette writes them by default, an event is the same one
#            however its bytes arrive.
# Behaviour: if the CR is the last byte of a piece of 512 and the LF the first of the next, the event is parted there: the
#            reader gets one event with the first lines of data, and one with the others that has lost its type. Whether
#            that happens depends on the length of a line before it; the same stream with LF is fine.
# Cause:     Response.iter_lines() of requests splits each piece of 512 bytes on its own and makes an empty line of the LF,
#            which ends the event.
# Seen:      CRLF, first line of 498: job with 2 lines
#            CRLF, first line of 499: job with 1 lines, message with 1 lines
#            LF, first line of 501: job with 2 lines
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python requests-sse==0.5.3 requests==2.34.2 urllib3==2.8.0 >&2

cat > finding.py <<'PY'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from requests_sse import EventSource


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        name, length = self.path[1:].split('/')
        end = {'CRLF': '\r\n', 'LF': '\n'}[name]
        lines = ['event: job', f'data: {"x" * (int(length) - 6)}', 'data: closing line', '', '']
        event = end.join(lines).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'text/event-stream')
        self.send_header('Transfer-Encoding', 'chunked')
        self.end_headers()
        self.wfile.write(b'%x\r\n%s\r\n0\r\n\r\n' % (len(event), event))

    def log_message(self, *arguments):
        pass


server = HTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
for path in ('CRLF/498', 'CRLF/499', 'CRLF/500', 'LF/499', 'LF/501'):
    seen = []
    with EventSource(f'http://127.0.0.1:{server.server_port}/{path}', timeout=5, max_connect_retry=0) as source:
        try:
            for event in source:
                seen.append(f'{event.type} with {len(event.data.splitlines())} lines')
                if 'closing line' in event.data:
                    break
        except Exception as error:
            seen.append(type(error).__name__)
    name, length = path.split('/')
    print(f'{name}, first line of {length}: {", ".join(seen)}')
server.shutdown()
PY
cat > expected <<'TXT'
CRLF, first line of 498: job with 2 lines
CRLF, first line of 499: job with 1 lines, message with 1 lines
CRLF, first line of 500: job with 2 lines
LF, first line of 499: job with 2 lines
LF, first line of 501: job with 2 lines
TXT
PYTHONPATH=python timeout 60 python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
