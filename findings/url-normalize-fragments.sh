#!/usr/bin/env bash
# Versions:  url-normalize 3.1.0 (Python 3).
# Guess:     a link that is normal already stays as it is; the part behind # is not changed, as / and ? are allowed there.
# Behaviour: on sites of a single page it is another link: #/job/1 becomes #%2Fjob%2F1, which their routers do not know, and
#            #!/job/1 becomes ?_escaped_fragment_=/job/1, an address of a scheme for crawlers that ended in 2018. No option
#            prevents either.
# Cause:     normalize_fragment() quotes all but ~ and =; generic_url_cleanup() moves what begins with ! to the query.
# Seen:      https://acme.example/jobs#/job/1 -> https://acme.example/jobs#%2Fjob%2F1
#            https://acme.example/jobs#!/job/1 -> https://acme.example/jobs?_escaped_fragment_=/job/1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python url-normalize==3.1.0 >&2

cat > finding.py <<'PY'
from url_normalize import url_normalize

for part in ['#job-1', '#job=1', '#/job/1', '#/job?id=1', '#!/job/1']:
    print('https://acme.example/jobs' + part, '->', url_normalize('https://acme.example/jobs' + part))
PY
cat > expected <<'TXT'
https://acme.example/jobs#job-1 -> https://acme.example/jobs#job-1
https://acme.example/jobs#job=1 -> https://acme.example/jobs#job=1
https://acme.example/jobs#/job/1 -> https://acme.example/jobs#%2Fjob%2F1
https://acme.example/jobs#/job?id=1 -> https://acme.example/jobs#%2Fjob%3Fid=1
https://acme.example/jobs#!/job/1 -> https://acme.example/jobs?_escaped_fragment_=/job/1
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
