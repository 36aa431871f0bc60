#!/usr/bin/env bash
# Versions:  dlt 1.31.0 (Python 3).
# Guess:     without a data_selector, the RESTClient of dlt and its REST API source load the list of jobs of a response, the
#            only one at its top, and leave out meta and links, which dlt knows not to be records.
# Behaviour: a list named data, items, values, content or the like is taken wherever it is, up to three levels deep: with
#            facets beside the jobs, the names of cities are loaded as rows. If there is none, the first list of the text
#            counts, also within meta or links: an empty list of warnings before the jobs makes it no rows at all. The
#            load is a success, and another order of its keys changes what is loaded.
# Cause:     find_response_page_data() takes lists for ordered by their level, but they are in the order of the text, and
#            its names of other data, such as meta and links, are compared with those of records only.
# Seen:      {"jobs": [{"id": 1}], "facets": {"city": {"values": ["Bern"]}}} -> ['Bern']
#            {"meta": {"warnings": []}, "jobs": [{"id": 1}]} -> []
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python dlt==1.31.0 >&2

cat > finding.py <<'PY'
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

os.environ.update(RUNTIME__DLTHUB_TELEMETRY='false', RUNTIME__LOG_LEVEL='ERROR', DLT_DATA_DIR=os.getcwd())
from dlt.sources.helpers.rest_client import RESTClient


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments):
        pass


server = HTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = RESTClient(f'http://127.0.0.1:{server.server_port}')
for body in sys.argv[1:]:
    rows = [row for page in client.paginate('/jobs') for row in page]
    print(f'{body} -> {rows}')
PY
cat > expected <<'TXT'
{"jobs": [{"id": 1}], "facets": {"city": ["Bern"]}} -> [{'id': 1}]
{"jobs": [{"id": 1}], "facets": {"city": {"values": ["Bern"]}}} -> ['Bern']
{"facets": {"city": ["Bern"]}, "jobs": [{"id": 1}]} -> ['Bern']
{"meta": {"warnings": []}, "jobs": [{"id": 1}]} -> []
{"links": [{"rel": "self"}], "jobs": [{"id": 1}]} -> [{'rel': 'self'}]
{"links": [{"rel": "self"}], "items": [{"id": 1}]} -> [{'id': 1}]
{"tags": ["night"], "Items": [{"id": 1}]} -> ['night']
TXT
mapfile -t bodies < <(sed 's/ -> .*//' expected)
PYTHONPATH=python python3 finding.py "${bodies[@]}" 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
