#!/usr/bin/env bash
# Versions:  github.com/biter777/countries v1.7.5 (Go 1.26).
# Guess:     ByName() reads codes and names, and returns Unknown for a text that is neither, as its documentation says.
# Behaviour: it reads the letters of a text only. What a feed writes for an unknown country, or for another field, becomes
#            a country: N/A and n.a. are Namibia, s/n is Senegal, P/T (part time) is Portugal, m/f is Saint Martin, S/O is
#            Somalia.
# Cause:     textPrepare() removes all that is no letter, and all behind a bracket, before the text is looked up as a code.
# Seen:      N/A -> NA Namibia
#            P/T -> PT Portugal
#            unknown -> Unknown Unknown
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.20\nrequire github.com/biter777/countries v1.7.5\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/biter777/countries"
)

func main() {
	for _, text := range os.Args[1:] {
		country := countries.ByName(text)
		fmt.Printf("%s -> %s %s\n", text, country.Alpha2(), country)
	}
}
GO
cat > expected <<'TXT'
Germany -> DE Germany
N/A -> NA Namibia
n.a. -> NA Namibia
s/n -> SN Senegal
P/T -> PT Portugal
m/f -> MF Saint Martin French
S/O -> SO Somalia
unknown -> Unknown Unknown
TXT
{ GOFLAGS=-mod=mod go run finding.go Germany N/A n.a. s/n P/T m/f S/O unknown 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
