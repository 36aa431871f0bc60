#!/usr/bin/env bash
# Versions:  courlan 1.4.0 (Python 3).
# Guess:     clean_url and normalize_url remove parameters of trackers, such as utm_source and fbclid, and keep those that
#            choose the page; only strict=True removes more.
# Behaviour: they remove each parameter whose name begins with ref, source, session, keyword, medium, campaign, uid, cid, eid
#            or gl, or has one of these behind a hyphen or an underscore: reference, sourceId and job_ref are gone. Where these
#            are the number of a job, all jobs of a site have one link. id, jobid and gh_jid are kept.
# Cause:     TRACKERS_RE in clean.py has the names after \b or _, without an end.
# Seen:      https://acme.example/job?reference=4711 -> https://acme.example/job
#            https://acme.example/job?job_ref=4712&lang=de -> https://acme.example/job?lang=de
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python courlan==1.4.0 >&2

cat > finding.py <<'PY'
from courlan import clean_url, normalize_url

for query in [
    'id=4711&utm_source=board',
    'jobid=4711',
    'gh_jid=4711',
    'ref=4711',
    'reference=4711',
    'job_ref=4712&lang=de',
    'uid=4711',
    'sourceId=4711',
    'global_id=4711',
]:
    url = 'https://acme.example/job?' + query
    cleaned = {clean_url(url), normalize_url(url)}
    print(url, '->', *cleaned)
PY
cat > expected <<'TXT'
https://acme.example/job?id=4711&utm_source=board -> https://acme.example/job?id=4711
https://acme.example/job?jobid=4711 -> https://acme.example/job?jobid=4711
https://acme.example/job?gh_jid=4711 -> https://acme.example/job?gh_jid=4711
https://acme.example/job?ref=4711 -> https://acme.example/job
https://acme.example/job?reference=4711 -> https://acme.example/job
https://acme.example/job?job_ref=4712&lang=de -> https://acme.example/job?lang=de
https://acme.example/job?uid=4711 -> https://acme.example/job
https://acme.example/job?sourceId=4711 -> https://acme.example/job
https://acme.example/job?global_id=4711 -> https://acme.example/job
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
