#!/usr/bin/env bash
# Versions:  URL of Node 24.21, net/url of Go 1.26, furl 2.1.4, yarl 1.25.1, httpx 0.28.1 (Python 3).
# Guess:     who sets one parameter of a link, such as the page or the campaign, leaves the others as they are.
# Behaviour: the whole query is rewritten. Go drops each pair that has a semicolon or a % without two digits. Node, furl,
#            yarl and httpx replace bytes that are not UTF-8: caf%E9, which servers in Latin-1 have, becomes caf%EF%BF%BD,
#            another search. There is no error. Only Go keeps such bytes, and only Go sorts the parameters.
# Cause:     all decode the pairs to texts and encode them again; Query() of Go ignores the errors of ParseQuery().
# Seen:      ?q=caf%E9 -> Node, furl, yarl, httpx ?q=caf%EF%BF%BD&page=2, Go ?page=2&q=caf%E9
#            ?id=7;lang=de -> Go ?page=2, the others ?id=7%3Blang%3Dde&page=2
#            ?pay=50% -> Go ?page=2, the others ?pay=50%25&page=2
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python furl==2.1.4 yarl==1.25.1 httpx==0.28.1 >&2
printf 'module finding\ngo 1.26\n' > go.mod

cat > finding.mjs <<'JS'
for (const query of process.argv.slice(2)) {
  const url = new URL(`https://jobs.example/${query}`);
  url.searchParams.set('page', '2');
  console.log(`Node ${url.search}`);
}
JS
cat > finding.go <<'GO'
package main

import (
	"fmt"
	"net/url"
	"os"
)

func main() {
	for _, query := range os.Args[1:] {
		link, err := url.Parse("https://jobs.example/" + query)
		if err != nil {
			panic(err)
		}
		parameters := link.Query()
		parameters.Set("page", "2")
		fmt.Println("Go ?" + parameters.Encode())
	}
}
GO
cat > finding.py <<'PY'
import sys

import httpx
from furl import furl
from yarl import URL

for query in sys.argv[1:]:
    link = f'https://jobs.example/{query}'
    changed = {
        'furl': furl(link).add({'page': '2'}).url,
        'yarl': str(URL(link).update_query(page='2')),
        'httpx': str(httpx.URL(link).copy_set_param('page', '2')),
    }
    print(', '.join(f"{name} {url[url.index('?'):]}" for name, url in changed.items()))
PY
cat > expected <<'TXT'
?q=Bern -> Node ?q=Bern&page=2, Go ?page=2&q=Bern, furl ?q=Bern&page=2, yarl ?q=Bern&page=2, httpx ?q=Bern&page=2
?q=caf%E9 -> Node ?q=caf%EF%BF%BD&page=2, Go ?page=2&q=caf%E9, furl ?q=caf%EF%BF%BD&page=2, yarl ?q=caf%EF%BF%BD&page=2, httpx ?q=caf%EF%BF%BD&page=2
?id=7;lang=de -> Node ?id=7%3Blang%3Dde&page=2, Go ?page=2, furl ?id=7%3Blang%3Dde&page=2, yarl ?id=7%3Blang%3Dde&page=2, httpx ?id=7%3Blang%3Dde&page=2
?pay=50% -> Node ?pay=50%25&page=2, Go ?page=2, furl ?pay=50%25&page=2, yarl ?pay=50%25&page=2, httpx ?pay=50%25&page=2
TXT
mapfile -t queries < <(sed 's/ -> .*//' expected)
node finding.mjs "${queries[@]}" > node
go run finding.go "${queries[@]}" > go
PYTHONPATH=python python3 finding.py "${queries[@]}" > python.txt
paste -d '\t' <(printf '%s\n' "${queries[@]}") node go python.txt | sed 's/\t/ -> /; s/\t/, /g' | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
