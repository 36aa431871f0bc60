#!/usr/bin/env bash
# Versions:  github.com/mmcdole/gofeed v1.4.2 (Go 1.26).
# Guess:     a date in figures has one order of day and month, the same with and without a zone.
# Behaviour: what stands behind the date decides: `05/11/2026 10:00:00` is 5 November, `05/11/2026 10:00:00 GMT` and
#            `05/11/2026 10:00 AM` are 11 May, and `05/11/2026 10:00 GMT` is 5 November again. Within one feed the day
#            decides as well: 11/12/2026 is 11 December, 11/13/2026 is 13 November.
# Cause:     ParseDate() takes the first layout of a long list that fits; with slashes, each kind of time has another
#            order.
# Seen:      05/11/2026 10:00:00 -> 2026-11-05T10:00:00Z
#            05/11/2026 10:00:00 GMT -> 2026-05-11T10:00:00Z
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.26\nrequire github.com/mmcdole/gofeed v1.4.2\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/mmcdole/gofeed"
)

func main() {
	for _, date := range os.Args[1:] {
		item := "<item><title>Nurse</title><pubDate>" + date + "</pubDate></item>"
		feed, err := gofeed.NewParser().ParseString(`<rss version="2.0"><channel><title>Jobs</title>` + item + "</channel></rss>")
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s -> %s\n", date, feed.Items[0].PublishedParsed.UTC().Format(time.RFC3339))
	}
}
GO
cat > expected <<'TXT'
05/11/2026 -> 2026-11-05T00:00:00Z
05/11/2026 10:00:00 -> 2026-11-05T10:00:00Z
05/11/2026 10:00:00 GMT -> 2026-05-11T10:00:00Z
05/11/2026 10:00 GMT -> 2026-11-05T10:00:00Z
05/11/2026 10:00 AM -> 2026-05-11T10:00:00Z
11/12/2026 -> 2026-12-11T00:00:00Z
11/13/2026 -> 2026-11-13T00:00:00Z
TXT
dates=(05/11/2026 '05/11/2026 10:00:00' '05/11/2026 10:00:00 GMT' '05/11/2026 10:00 GMT' '05/11/2026 10:00 AM' 11/12/2026 11/13/2026)
{ GOFLAGS=-mod=mod go run finding.go "${dates[@]}" 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
