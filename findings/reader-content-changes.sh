#!/usr/bin/env bash
# Versions:  reader 3.26 with feedparser 6.0.14 (Python 3).
# Guess:     Python's reader stores the content that an entry has in the feed at each update.
# Behaviour: an item of RSS is stored 25 times. All later changes are ignored and counted as unmodified, also of its title and
#            its pubDate: a job whose number of places changes each day is frozen in its fourth week. There is no error; the only
#            sign is a debug line. In Atom, a new `updated` begins the count again, which items of RSS do not have.
# Cause:     should_update_entry() allows HASH_CHANGED_LIMIT changes between two changes of `updated`, against entries that have
#            the time of reading in them. The description of update_feeds() has the limit, without what it does to RSS.
# Seen:      update 25: 25 places, modified 1; updates 26 to 30: 25 places, modified 0; with another pubDate: 25 places
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python reader==3.26 feedparser==6.0.14 sgmllib3k==1.0.0 >&2

cat > finding.py <<'PY'
import http.server
import threading
import reader

places, day = 0, 5


class Feed(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f'''<rss version="2.0"><channel><title>Jobs</title><link>https://jobs.example/</link><description>All</description>
<item><guid>1</guid><title>Nurse</title><pubDate>{day:02} Nov 2026 10:00:00 GMT</pubDate>
<description>{places} places</description></item></channel></rss>'''.encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/rss+xml')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(('127.0.0.1', 0), Feed)
threading.Thread(target=server.serve_forever, daemon=True).start()
link = f'http://127.0.0.1:{server.server_port}/feed.xml'
with reader.make_reader(':memory:') as store:
    store.add_feed(link)
    for places in range(1, 32):
        day = 6 if places == 31 else 5
        update = store.update_feed(link)
        if places >= 24:
            print(f'feed: {places} places, reader: {next(store.get_entries()).summary}, modified {update.modified}')
PY
cat > expected <<'TXT'
feed: 24 places, reader: 24 places, modified 1
feed: 25 places, reader: 25 places, modified 1
feed: 26 places, reader: 25 places, modified 0
feed: 27 places, reader: 25 places, modified 0
feed: 28 places, reader: 25 places, modified 0
feed: 29 places, reader: 25 places, modified 0
feed: 30 places, reader: 25 places, modified 0
feed: 31 places, reader: 25 places, modified 0
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
