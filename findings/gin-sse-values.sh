#!/usr/bin/env bash
# Versions:  github.com/gin-contrib/sse v1.1.0, which gin v1.12.0 writes events with (Go 1.26), eventsource-parser 4.1.3
#            (Node).
# Guess:     a text that c.SSEvent() of gin sends is the text that a client of server-sent events gets, and an optional number
#            that is there is a number.
# Behaviour: a text that begins with a space loses it: texts sent word by word arrive as one word. A carriage return arrives as
#            a backslash and an r. A pointer to a text, number or boolean, as structs for JSON have them for what may be
#            missing, arrives as an address such as 0xc000012345; nil as <nil>. Lists, maps and structs are JSON, and right.
# Cause:     writeData() writes "data:" without a space, of which clients remove one behind the colon; it replaces \r by the
#            letters; and it writes what is no struct, slice or map by fmt.Sprint, also behind a pointer.
# Seen:      "Senior", " Nurse" -> Senior, Nurse without the space; "a\r\nb" -> a\r, line break, b; *float64 50000 -> 0x…
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install eventsource-parser@4.1.3
printf 'module finding\ngo 1.26\nrequire github.com/gin-contrib/sse v1.1.0\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"os"

	"github.com/gin-contrib/sse"
)

func main() {
	salary := 50000.0
	place := "Bern"
	for _, data := range []any{"Senior", " Nurse", "Day\r\nNight", place, &place, salary, &salary, []*float64{&salary}} {
		if err := sse.Encode(os.Stdout, sse.Event{Event: "job", Data: data}); err != nil {
			panic(err)
		}
	}
}
GO
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createParser } from 'eventsource-parser';

const show = (data) => console.log(JSON.stringify(data.replace(/^0x[0-9a-f]+$/, 'an address')));
const parser = createParser({ onEvent: ({ data }) => show(data) });
parser.feed(readFileSync('stream', 'utf8'));
JS
cat > expected <<'TXT'
"Senior"
"Nurse"
"Day\\r\nNight"
"Bern"
"an address"
"50000"
"an address"
"[50000]"
TXT
GOFLAGS=-mod=mod go run finding.go > stream 2>go.log || cat go.log
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
