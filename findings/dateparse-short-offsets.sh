#!/usr/bin/env bash
# Versions:  github.com/araddon/dateparse v0.0.0-20210429162001-6b43995a97de (Go 1.26).
# Guess:     an offset of two digits, as PostgreSQL and ISO 8601 write it, is an offset wherever it stands, or an error.
# Behaviour: behind a fraction of a second, behind a space or behind a day it is a part of the date: +01 makes January of
#            November, +02 the second day, +03 three o'clock and +05 a second. So of two rows of a table the one with
#            decimals is ten months older. ParseStrict does the same. Z behind a day is worse: 2026-11-05Z is 1 November.
# Cause:     for these places the parser overwrites the offset by -0700 only if it has room for four digits. Else +01 stays
#            in the layout for time.Parse(), where 01 is the month, 02 the day, 03 the hour and 05 the second. With Z behind
#            a day, the day itself stays there.
# Seen:      2026-11-05 10:00:00+01 -> 2026-11-05T09:00:00Z
#            2026-11-05 10:00:00.5+01 -> 2026-01-05T10:00:00.5Z
#            2026-11-05Z -> 2026-11-01T00:00:05Z
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.26\nrequire github.com/araddon/dateparse v0.0.0-20210429162001-6b43995a97de\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/araddon/dateparse"
)

func main() {
	for _, date := range os.Args[1:] {
		moment, err := dateparse.ParseStrict(date)
		if err != nil {
			fmt.Printf("%s -> error\n", date)
			continue
		}
		fmt.Printf("%s -> %s\n", date, moment.UTC().Format(time.RFC3339Nano))
	}
}
GO
cat > expected <<'TXT'
2026-11-05 10:00:00+01 -> 2026-11-05T09:00:00Z
2026-11-05 10:00:00.5+01 -> 2026-01-05T10:00:00.5Z
2026-11-05 10:00:00.123456+02 -> 2026-11-02T10:00:00.123456Z
2026-11-05T10:00:00.5+03 -> 2026-11-05T03:00:00.5Z
2026-11-05 10:00:00.5+01:00 -> 2026-11-05T09:00:00.5Z
2026-11-05 10:00:00 +01 -> 2026-01-05T10:00:00Z
2026-11-05 10:00:00 +0100 -> 2026-11-05T09:00:00Z
Thu, 05 Nov 2026 10:00:00 +01 -> 2026-01-05T10:00:00Z
2026-11-05+01 -> 2026-01-05T00:00:00Z
2026-11-05+01:00 -> 2026-11-04T23:00:00Z
2026-11-05Z -> 2026-11-01T00:00:05Z
TXT
mapfile -t dates < <(sed 's/ -> .*//' expected)
{ GOFLAGS=-mod=mod go run finding.go "${dates[@]}" 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
