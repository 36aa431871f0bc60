#!/usr/bin/env bash
# Versions:  github.com/gocarina/gocsv v0.0.0-20240520201108-78e41c74b4b1 (Go 1.26).
# Guess:     a cell that is no number of the type of its field is an error with line and column, as it is for "n/a".
# Behaviour: an integer ends at the first dot: the salary 50.000 is 50, 1.234.567 is 1 and 17.90 is 17. In a float the comma
#            is a dot: 50,000 is 50, where an integer field raises. So two of the three ways to write fifty thousand become
#            fifty or an error, by the type of the field.
# Cause:     toInt() parses what stands before the first dot, toUint() a float, which it cuts, and toFloat() replaces commas
#            by dots.
# Seen:      50.000 -> int 50, uint 50, float64 50
#            50,000 -> int error, uint error, float64 50
#            1.234.567 -> int 1, uint error, float64 error
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.20\nrequire github.com/gocarina/gocsv v0.0.0-20240520201108-78e41c74b4b1\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/gocarina/gocsv"
)

func read[T any](pay string) string {
	var jobs []struct {
		Pay T `csv:"pay"`
	}
	if err := gocsv.UnmarshalString("pay\n\""+pay+"\"\n", &jobs); err != nil {
		return "error"
	}
	return fmt.Sprint(jobs[0].Pay)
}

func main() {
	for _, pay := range os.Args[1:] {
		fmt.Printf("%s -> int %s, uint %s, float64 %s\n", pay, read[int](pay), read[uint](pay), read[float64](pay))
	}
}
GO
cat > expected <<'TXT'
50000 -> int 50000, uint 50000, float64 50000
50.000 -> int 50, uint 50, float64 50
50,000 -> int error, uint error, float64 50
1.234.567 -> int 1, uint error, float64 error
17.90 -> int 17, uint 17, float64 17.9
17,90 -> int error, uint error, float64 17.9
n/a -> int error, uint error, float64 error
TXT
mapfile -t pays < <(sed 's/ -> .*//' expected)
{ GOFLAGS=-mod=mod go run finding.go "${pays[@]}" 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
