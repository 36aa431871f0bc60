#!/usr/bin/env bash
# Versions:  github.com/peterhellberg/link v1.2.0, github.com/tomnomnom/linkheader v0.0.0-20250811210735-e5fe3b51442e
#            (Go 1.26), requests 2.34.2 (Python 3).
# Guess:     these readers of Link headers, by which APIs and WebSub name the next page and the hub, return the address
#            between < and > as it is.
# Behaviour: each cuts or changes it in some valid headers, without an error. For linkheader, a comma or semicolon in the
#            address is the end of the link: there is no next page. link removes commas, so that it returns another page,
#            and makes one address of two links whose rel has no quotes. requests ends the address at a semicolon, so that
#            the first page is read again, and drops the rel behind a title that has =.
# Cause:     linkheader splits the header at commas and semicolons, link removes each comma that follows no quote, and
#            requests splits links at semicolons and parameters at =, all before they look for < and >.
# Seen:      <https://jobs.example/?fields=id,title&page=2>; rel="next"
#              -> link https://jobs.example/?fields=idtitle&page=2, linkheader (none)
#            <https://jobs.example/;page=2>; rel="next" -> requests https://jobs.example/
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python requests==2.34.2 >&2
printf 'module finding\ngo 1.24\nrequire github.com/peterhellberg/link v1.2.0\n' > go.mod
echo 'require github.com/tomnomnom/linkheader v0.0.0-20250811210735-e5fe3b51442e' >> go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/peterhellberg/link"
	"github.com/tomnomnom/linkheader"
)

func main() {
	next := "(none)"
	if found := link.Parse(os.Args[1])["next"]; found != nil {
		next = found.URI
	}
	fmt.Printf("%s\n  link       %s\n", os.Args[1], next)
	next = "(none)"
	for _, found := range linkheader.Parse(os.Args[1]).FilterByRel("next") {
		next = found.URL
	}
	fmt.Println("  linkheader", next)
}
GO
cat > finding.py <<'PY'
import sys
import requests

response = requests.Response()
response.headers['Link'] = sys.argv[1]
print('  requests  ', response.links.get('next', {}).get('url', '(none)'))
PY
cat > expected <<'TXT'
<https://jobs.example/?page=2>; rel="next"
  link       https://jobs.example/?page=2
  linkheader https://jobs.example/?page=2
  requests   https://jobs.example/?page=2
<https://jobs.example/?fields=id,title&page=2>; rel="next"
  link       https://jobs.example/?fields=idtitle&page=2
  linkheader (none)
  requests   https://jobs.example/?fields=id,title&page=2
<https://jobs.example/;page=2>; rel="next"
  link       https://jobs.example/;page=2
  linkheader (none)
  requests   https://jobs.example/
<https://jobs.example/>; rel=first, <https://jobs.example/?page=2>; rel=next
  link       https://jobs.example/>; rel=first <https://jobs.example/?page=2
  linkheader https://jobs.example/?page=2
  requests   https://jobs.example/?page=2
<https://jobs.example/?page=2>; title="salary = 50000"; rel="next"
  link       https://jobs.example/?page=2
  linkheader https://jobs.example/?page=2
  requests   (none)
TXT
GOFLAGS=-mod=mod go build -o finding finding.go 2>go.log || cat go.log
grep '^<' expected | while read -r header; do
  ./finding "$header"
  PYTHONPATH=python python3 finding.py "$header"
done | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
