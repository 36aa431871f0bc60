#!/usr/bin/env bash
# Versions:  extruct 0.18.0 and microdata 0.8.0 (Python 3), web-auto-extractor 1.0.17 (npm).
# Guess:     readers of microdata take the value of a <time> from its datetime attribute, else from its text, and that of a
#            <data> from its value attribute, as HTML says.
# Behaviour: extruct and microdata have an empty datePosted for a <time> whose date is its text. microdata reads no value
#            attribute, so that the salary is "50.000". web-auto-extractor reads neither attribute, and joins the words of
#            nested elements: Nursenightshift. There is no error.
# Cause:     extruct returns node.get('datetime', ''), microdata has a table of attributes with time, but without data, and
#            web-auto-extractor knows content, href and src only, and trims each piece of a text.
# Seen:      <time>2026-11-05</time>: extruct "", microdata "", web-auto-extractor "2026-11-05"
#            <time datetime="2026-11-05">5 Nov</time>: "2026-11-05", "2026-11-05", "5 Nov"
#            <data value="50000">50.000</data>: "50000", "50.000", "50.000"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python extruct==0.18.0 microdata==0.8.0 >&2
install web-auto-extractor@1.0.17

cat > pages <<'HTML'
<time itemprop="v" datetime="2026-11-05">5 Nov</time>
<time itemprop="v">2026-11-05</time>
<data itemprop="v" value="50000">50.000</data>
<span itemprop="v">Nurse <b>night</b> shift</span>
HTML
cat > finding.py <<'PY'
import json
import extruct
import microdata

for value in open('pages').read().splitlines():
    page = f'<html><body><div itemscope itemtype="https://schema.org/JobPosting">{value}</div></body></html>'
    [item] = extruct.extract(page, base_url='https://jobs.example/1', syntaxes=['microdata'])['microdata']
    print(f"extruct {value} -> {json.dumps(item['properties']['v'])}")
    print(f"microdata {value} -> {json.dumps(microdata.get_items(page)[0].v)}")
PY
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import extractor from 'web-auto-extractor';

for (const value of readFileSync('pages', 'utf8').trim().split('\n')) {
  const page = `<html><body><div itemscope itemtype="https://schema.org/JobPosting">${value}</div></body></html>`;
  const [item] = extractor.default().parse(page).microdata.JobPosting;
  console.log(`web-auto-extractor ${value} -> ${JSON.stringify(item.v)}`);
}
JS
cat > expected <<'TXT'
extruct <time itemprop="v" datetime="2026-11-05">5 Nov</time> -> "2026-11-05"
microdata <time itemprop="v" datetime="2026-11-05">5 Nov</time> -> "2026-11-05"
extruct <time itemprop="v">2026-11-05</time> -> ""
microdata <time itemprop="v">2026-11-05</time> -> ""
extruct <data itemprop="v" value="50000">50.000</data> -> "50000"
microdata <data itemprop="v" value="50000">50.000</data> -> "50.000"
extruct <span itemprop="v">Nurse <b>night</b> shift</span> -> "Nurse night shift"
microdata <span itemprop="v">Nurse <b>night</b> shift</span> -> "Nurse night shift"
web-auto-extractor <time itemprop="v" datetime="2026-11-05">5 Nov</time> -> "5 Nov"
web-auto-extractor <time itemprop="v">2026-11-05</time> -> "2026-11-05"
web-auto-extractor <data itemprop="v" value="50000">50.000</data> -> "50.000"
web-auto-extractor <span itemprop="v">Nurse <b>night</b> shift</span> -> "Nursenightshift"
TXT
{ PYTHONPATH=python python3 finding.py; node finding.mjs; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
