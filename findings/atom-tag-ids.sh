#!/usr/bin/env bash
# Versions:  github.com/gorilla/feeds v1.2.0 (Go 1.26), feedgenerator 2.2.1 (Python 3).
# Guess:     an entry of Atom that gets no id is written with one of its own that stays the same, made from its link.
# Behaviour: both writers make tag:HOST,DAY:PATH of it, without the query: all jobs of a day whose pages differ by ?id=…
#            have one id, and a reader that keeps entries by id has one job. gorilla/feeds takes the day of the last
#            change, so that an edited job is another entry for readers. Their RSS of the same entries has no guid.
# Cause:     newAtomEntry() uses url.Host and url.Path, get_tag_uri() hostname and path. Django's get_tag_uri() is the
#            same, but its view gives each item an id.
# Seen:      gorilla/feeds: https://jobs.example/job?id=1 is tag:jobs.example,2026-11-05:/job
#            gorilla/feeds: https://jobs.example/job?id=2 is tag:jobs.example,2026-11-05:/job
#            gorilla/feeds: https://jobs.example/job?id=1, changed on the next day, is tag:jobs.example,2026-11-06:/job
#            feedgenerator: https://jobs.example/job?id=1 is tag:jobs.example,2026-11-05:/job
#            feedgenerator: https://jobs.example/job?id=2 is tag:jobs.example,2026-11-05:/job
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python feedgenerator==2.2.1 >&2
printf 'module finding\ngo 1.20\nrequire github.com/gorilla/feeds v1.2.0\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"time"

	"github.com/gorilla/feeds"
)

func show(link, note string, created, updated time.Time) {
	item := &feeds.Item{Title: "Nurse", Link: &feeds.Link{Href: link}, Created: created, Updated: updated}
	atom := &feeds.Atom{Feed: &feeds.Feed{Title: "Jobs", Link: &feeds.Link{Href: "https://jobs.example/"}, Items: []*feeds.Item{item}}}
	fmt.Printf("gorilla/feeds: %s%s is %s\n", link, note, atom.AtomFeed().Entries[0].Id)
}

func main() {
	created := time.Date(2026, 11, 5, 10, 0, 0, 0, time.UTC)
	show("https://jobs.example/job?id=1", "", created, time.Time{})
	show("https://jobs.example/job?id=2", "", created, time.Time{})
	show("https://jobs.example/job?id=1", ", changed on the next day,", created, created.AddDate(0, 0, 1))
}
GO
cat > finding.py <<'PY'
import datetime
from xml.etree import ElementTree
from feedgenerator import Atom1Feed

feed = Atom1Feed(title='Jobs', link='https://jobs.example/', description='Jobs')
created = datetime.datetime(2026, 11, 5, 10, tzinfo=datetime.timezone.utc)
for number in (1, 2):
    link = f'https://jobs.example/job?id={number}'
    feed.add_item(title='Nurse', link=link, description='', pubdate=created)
atom = '{http://www.w3.org/2005/Atom}'
for entry in ElementTree.fromstring(feed.writeString('utf-8')).iter(f'{atom}entry'):
    print(f"feedgenerator: {entry.find(f'{atom}link').get('href')} is {entry.find(f'{atom}id').text}")
PY
cat > expected <<'TXT'
gorilla/feeds: https://jobs.example/job?id=1 is tag:jobs.example,2026-11-05:/job
gorilla/feeds: https://jobs.example/job?id=2 is tag:jobs.example,2026-11-05:/job
gorilla/feeds: https://jobs.example/job?id=1, changed on the next day, is tag:jobs.example,2026-11-06:/job
feedgenerator: https://jobs.example/job?id=1 is tag:jobs.example,2026-11-05:/job
feedgenerator: https://jobs.example/job?id=2 is tag:jobs.example,2026-11-05:/job
TXT
{ GOFLAGS=-mod=mod go run finding.go 2>go.log || cat go.log; PYTHONPATH=python python3 finding.py; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
