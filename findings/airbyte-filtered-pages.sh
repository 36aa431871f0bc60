#!/usr/bin/env bash
# Versions:  airbyte-cdk 7.39.1 (Python 3).
# Guess:     a record_filter of a stream leaves out records and changes nothing else; last_page_size and last_record are those
#            of the page that the server sent.
# Behaviour: for CursorPagination they are of what the filter left. With the stop_condition of the documentation,
#            last_page_size < page_size, reading ends at the first page of which a record is left out; with last_record['id']
#            as the cursor, at the first page of which all are. All later pages are missing, and the read succeeds.
#            PageIncrement and a cursor from the response read all pages.
# Cause:     SimpleRetriever counts what the selector yields, after the filter; PageIncrement and OffsetIncrement count again
#            what the extractor finds in the response, CursorPaginationStrategy does not.
# Seen:      jobs in Bern: PageIncrement 1 2 4 9 10; last_page_size < page_size 1 2 4
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python airbyte-cdk==7.39.1 2>pip.log || { cat pip.log; exit 1; }

cat > finding.py <<'PY'
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlparse
from airbyte_cdk.models import ConfiguredAirbyteCatalogSerializer, Type
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource

BERN = {1, 2, 4, 9, 10}
PAGES = [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)
        number = int(query['page'][0]) if 'page' in query else int(query.get('after', ['0'])[0]) // 2
        ids = PAGES[number] if number < len(PAGES) else []
        jobs = [{'id': id, 'city': 'Bern' if id in BERN else 'Ulm'} for id in ids]
        body = {'items': jobs, 'next': ids[-1] if 0 < len(ids) and ids[-1] < 10 else None}
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *arguments):
        pass


def read(parameter, strategy):
    stream = {
        'type': 'DeclarativeStream',
        'name': 'jobs',
        'primary_key': 'id',
        'schema_loader': {'type': 'InlineSchemaLoader', 'schema': {'type': 'object', 'properties': {}}},
        'retriever': {
            'type': 'SimpleRetriever',
            'requester': {'type': 'HttpRequester', 'url_base': f'http://127.0.0.1:{server.server_port}/jobs'},
            'record_selector': {
                'type': 'RecordSelector',
                'extractor': {'type': 'DpathExtractor', 'field_path': ['items']},
                'record_filter': {'type': 'RecordFilter', 'condition': "{{ record['city'] == 'Bern' }}"},
            },
            'paginator': {
                'type': 'DefaultPaginator',
                'page_token_option': {'type': 'RequestOption', 'inject_into': 'request_parameter', 'field_name': parameter},
                'pagination_strategy': {'page_size': 2, **strategy},
            },
        },
    }
    check = {'type': 'CheckStream', 'stream_names': ['jobs']}
    manifest = {'version': '7.39.1', 'type': 'DeclarativeSource', 'check': check, 'streams': [stream]}
    configured = {
        'stream': {'name': 'jobs', 'json_schema': {}, 'supported_sync_modes': ['full_refresh']},
        'sync_mode': 'full_refresh',
        'destination_sync_mode': 'overwrite',
    }
    catalog = ConfiguredAirbyteCatalogSerializer.load({'streams': [configured]})
    source = ConcurrentDeclarativeSource(catalog=catalog, config={}, state=[], source_config=manifest)
    messages = source.read(logging.getLogger('finding'), {}, catalog, [])
    return ' '.join(str(message.record.data['id']) for message in messages if message.type == Type.RECORD)


logging.disable()
server = HTTPServer(('127.0.0.1', 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
print('PageIncrement ->', read('page', {'type': 'PageIncrement'}))
for cursor, stop in [
    ('response.next', 'not response.next'),
    ('response.next', 'last_page_size < page_size'),
    ("last_record['id']", 'last_page_size == 0'),
]:
    strategy = {'type': 'CursorPagination', 'cursor_value': f'{{{{ {cursor} }}}}', 'stop_condition': f'{{{{ {stop} }}}}'}
    print(f'CursorPagination by {cursor} until {stop} ->', read('after', strategy))
PY
cat > expected <<'TXT'
PageIncrement -> 1 2 4 9 10
CursorPagination by response.next until not response.next -> 1 2 4 9 10
CursorPagination by response.next until last_page_size < page_size -> 1 2 4
CursorPagination by last_record['id'] until last_page_size == 0 -> 1 2 4
TXT
{ PYTHONPATH=python timeout 120 python3 finding.py 2>python.log || tail -20 python.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
