#!/usr/bin/env bash
# Versions:  golang.org/x/net v0.62.0 (Go 1.26).
# Guess:     charset.NewReader() reads a feed that begins with <?xml version="1.0" encoding="UTF-8"?> as UTF-8.
# Behaviour: it looks for non-ASCII letters in the first 1024 bytes. If there are none, the feed is windows-1252, whatever
#            the XML declaration says: Zürich is ZÃ¼rich in the whole feed. So a feed is right until one day a job without
#            umlauts is the first. With a charset in the Content-Type it is always right.
# Cause:     the rules are those of HTML: byte order mark, Content-Type, meta elements, letters of the first 1024 bytes,
#            windows-1252. An XML declaration is none of them.
# Seen:      application/xml, umlaut behind 900 bytes -> Zürich
#            application/xml, umlaut behind 1100 bytes -> ZÃ¼rich
#            application/xml; charset=utf-8, umlaut behind 1100 bytes -> Zürich
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.26\nrequire golang.org/x/net v0.62.0\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"encoding/xml"
	"fmt"
	"strings"

	"golang.org/x/net/html/charset"
)

const declaration = `<?xml version="1.0" encoding="UTF-8"?>`

// city reads the city of a feed whose first umlaut is behind so many bytes.
func city(mediaType string, before int) string {
	start := declaration + "<source><publisher>"
	end := "</publisher><job><city>"
	publisher := strings.Repeat("a", before-len(start)-len(end)-len("Z"))
	feed := start + publisher + end + "Zürich</city></job></source>"
	reader, err := charset.NewReader(strings.NewReader(feed), mediaType)
	if err != nil {
		panic(err)
	}
	var source struct {
		City string `xml:"job>city"`
	}
	if err := xml.NewDecoder(reader).Decode(&source); err != nil {
		panic(err)
	}
	return source.City
}

func main() {
	for _, mediaType := range []string{"application/xml", "application/rss+xml", "text/xml", "application/xml; charset=utf-8"} {
		for _, before := range []int{900, 1100} {
			fmt.Printf("%s, umlaut behind %d bytes -> %s\n", mediaType, before, city(mediaType, before))
		}
	}
}
GO
cat > expected <<'TXT'
application/xml, umlaut behind 900 bytes -> Zürich
application/xml, umlaut behind 1100 bytes -> ZÃ¼rich
application/rss+xml, umlaut behind 900 bytes -> Zürich
application/rss+xml, umlaut behind 1100 bytes -> ZÃ¼rich
text/xml, umlaut behind 900 bytes -> Zürich
text/xml, umlaut behind 1100 bytes -> ZÃ¼rich
application/xml; charset=utf-8, umlaut behind 900 bytes -> Zürich
application/xml; charset=utf-8, umlaut behind 1100 bytes -> Zürich
TXT
{ GOFLAGS=-mod=mod go run finding.go 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
