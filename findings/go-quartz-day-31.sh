#!/usr/bin/env bash
# Versions:  github.com/reugn/go-quartz v0.15.2 (Go 1.26).
# Guess:     `0 0 9 31 * ?` runs on the 31st of the months that have one, whenever the scheduler was started.
# Behaviour: a trigger that is asked in a month without a 31st answers with that day counted on into the next month: on
#            5 November it is 1 December, on 1 February 3 March. The 29th of February is 1 March in years that have none.
#            Later times are right, so that only the first run after a start is wrong.
# Cause:     findForward() of the day node goes on to the next day of the pattern, and does not test again whether the
#            month has it; time.Date() then normalizes 31 November.
# Seen:      0 0 9 31 * ? from 2026-11-05 -> 2026-12-01, 2026-12-31, 2027-01-31, 2027-03-31
#            0 0 9 29 2 ? from 2026-11-05 -> 2027-03-01, 2028-02-29, 2032-02-29, 2036-02-29
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.26\nrequire github.com/reugn/go-quartz v0.15.2\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/reugn/go-quartz/quartz"
)

func show(pattern string, year int, month time.Month, day int) {
	trigger, err := quartz.NewCronTriggerWithLoc(pattern, time.UTC)
	if err != nil {
		panic(err)
	}
	start := time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
	runs := []string{}
	for next := start.UnixNano(); len(runs) < 4; {
		if next, err = trigger.NextFireTime(next); err != nil {
			panic(err)
		}
		runs = append(runs, time.Unix(0, next).UTC().Format(time.DateOnly))
	}
	fmt.Printf("%s from %s -> %s\n", pattern, start.Format(time.DateOnly), strings.Join(runs, ", "))
}

func main() {
	show("0 0 9 31 * ?", 2026, 10, 5)
	show("0 0 9 31 * ?", 2026, 11, 5)
	show("0 0 9 31 * ?", 2027, 2, 1)
	show("0 0 9 30 * ?", 2027, 2, 1)
	show("0 0 9 29 2 ?", 2026, 11, 5)
	show("0 0 9 L * ?", 2026, 11, 5)
}
GO
cat > expected <<'TXT'
0 0 9 31 * ? from 2026-10-05 -> 2026-10-31, 2026-12-31, 2027-01-31, 2027-03-31
0 0 9 31 * ? from 2026-11-05 -> 2026-12-01, 2026-12-31, 2027-01-31, 2027-03-31
0 0 9 31 * ? from 2027-02-01 -> 2027-03-03, 2027-03-31, 2027-05-31, 2027-07-31
0 0 9 30 * ? from 2027-02-01 -> 2027-03-02, 2027-03-30, 2027-04-30, 2027-05-30
0 0 9 29 2 ? from 2026-11-05 -> 2027-03-01, 2028-02-29, 2032-02-29, 2036-02-29
0 0 9 L * ? from 2026-11-05 -> 2026-11-30, 2026-12-31, 2027-01-31, 2027-02-28
TXT
{ GOFLAGS=-mod=mod go run finding.go 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
