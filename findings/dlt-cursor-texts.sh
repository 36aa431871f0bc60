#!/usr/bin/env bash
# Versions:  dlt 1.31.0 (Python 3).
# Guess:     dlt knows that the field `updated` has times: it loads it as a timestamp in UTC. A job is new if its time is
#            after that of the newest job of the run before.
# Behaviour: times that come as texts are compared as texts. A job of 23:00 at -05:00 is left out if one of the next day,
#            00:00 in UTC, was loaded, although it is four hours later. With dates of RSS, all jobs of a Thursday or Friday
#            are left out once one of a Wednesday was loaded. They are not loaded later, and there is no warning.
# Cause:     Incremental compares the values that the resource yields, before the normalize step makes times of them.
# Seen:      2026-11-06T00:00:00Z, then 2026-11-05T23:00:00-05:00 -> 2026-11-06 00:00:00+00:00
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python dlt==1.31.0 >&2

cat > finding.py <<'PY'
import os
from datetime import datetime

os.environ.update(RUNTIME__DLTHUB_TELEMETRY='false', DLT_DATA_DIR=os.getcwd())
import dlt


def load(name, *times):
    loaded = []

    @dlt.destination(name='loaded', batch_size=100)
    def destination(rows, table):
        if not table['name'].startswith('_dlt'):
            loaded.extend(str(row['updated']) for row in rows)

    pipeline = dlt.pipeline(name, destination=destination)
    for number, time in enumerate(times):
        @dlt.resource(name='jobs')
        def jobs(updated=dlt.sources.incremental('updated')):
            yield {'id': number, 'updated': time}

        pipeline.run(jobs())
    print(f"{', then '.join(map(str, times))}\n  -> {', '.join(loaded)}")


utc, new_york = '2026-11-06T00:00:00Z', '2026-11-05T23:00:00-05:00'
load('same', utc, '2026-11-06T04:00:00Z')
load('offsets', utc, new_york)
load('datetimes', datetime.fromisoformat(utc), datetime.fromisoformat(new_york))
load('rss', 'Wed, 04 Nov 2026 10:00:00 GMT', 'Thu, 05 Nov 2026 10:00:00 GMT', 'Fri, 06 Nov 2026 10:00:00 GMT')
PY
cat > expected <<'TXT'
2026-11-06T00:00:00Z, then 2026-11-06T04:00:00Z
  -> 2026-11-06 00:00:00+00:00, 2026-11-06 04:00:00+00:00
2026-11-06T00:00:00Z, then 2026-11-05T23:00:00-05:00
  -> 2026-11-06 00:00:00+00:00
2026-11-06 00:00:00+00:00, then 2026-11-05 23:00:00-05:00
  -> 2026-11-06 00:00:00+00:00, 2026-11-06 04:00:00+00:00
Wed, 04 Nov 2026 10:00:00 GMT, then Thu, 05 Nov 2026 10:00:00 GMT, then Fri, 06 Nov 2026 10:00:00 GMT
  -> Wed, 04 Nov 2026 10:00:00 GMT
TXT
PYTHONPATH=python python3 finding.py 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
