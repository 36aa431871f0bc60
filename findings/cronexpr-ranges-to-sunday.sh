#!/usr/bin/env bash
# Versions:  github.com/hashicorp/cronexpr v1.1.3 (Go 1.26).
# Guess:     7 is Sunday, as its README says, so that 1-7 is every day and 6-7 the weekend.
# Behaviour: a range that ends at 7 or SUN ends on Saturday: 5-7 is Friday and Saturday, 1-7 every day but Sunday, and 7-7
#            every day. 7 alone and 6,7 are right. There is no error.
# Cause:     the token 7 is 0, and dowFieldHandler() sets the end of a range that is 0 to 6, to have it above the start.
# Seen:      0 9 * * 5-7 -> Fri 6, Sat 7, Fri 13, Sat 14, Fri 20, Sat 21, Fri 27, Sat 28
#            0 9 * * 6,7 -> Sat 7, Sun 8, Sat 14, Sun 15, Sat 21, Sun 22, Sat 28, Sun 29
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.26\nrequire github.com/hashicorp/cronexpr v1.1.3\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/cronexpr"
)

func main() {
	for _, days := range os.Args[1:] {
		expression, err := cronexpr.Parse("0 9 * * " + days)
		if err != nil {
			panic(err)
		}
		runs := []string{}
		for _, run := range expression.NextN(time.Date(2026, 11, 5, 12, 0, 0, 0, time.UTC), 8) {
			runs = append(runs, run.Format("Mon 2"))
		}
		fmt.Printf("0 9 * * %s -> %s\n", days, strings.Join(runs, ", "))
	}
}
GO
cat > expected <<'TXT'
0 9 * * 6,7 -> Sat 7, Sun 8, Sat 14, Sun 15, Sat 21, Sun 22, Sat 28, Sun 29
0 9 * * 6-7 -> Sat 7, Sat 14, Sat 21, Sat 28, Sat 5, Sat 12, Sat 19, Sat 26
0 9 * * 5-7 -> Fri 6, Sat 7, Fri 13, Sat 14, Fri 20, Sat 21, Fri 27, Sat 28
0 9 * * FRI-SUN -> Fri 6, Sat 7, Fri 13, Sat 14, Fri 20, Sat 21, Fri 27, Sat 28
0 9 * * 1-7 -> Fri 6, Sat 7, Mon 9, Tue 10, Wed 11, Thu 12, Fri 13, Sat 14
0 9 * * 7-7 -> Fri 6, Sat 7, Sun 8, Mon 9, Tue 10, Wed 11, Thu 12, Fri 13
TXT
{ GOFLAGS=-mod=mod go run finding.go 6,7 6-7 5-7 FRI-SUN 1-7 7-7 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
