#!/usr/bin/env bash
# Versions:  github.com/basgys/goxml2json v1.1.0, github.com/clbanning/mxj/v2 v2.7.0, encoding/xml of Go 1.26.
# Guess:     a text is read as a whole, as encoding/xml reads it into a field: CDATA sections and comments do not part it.
# Behaviour: the two converters keep its last piece. `Senior <![CDATA[R&D]]> Engineer` is Engineer, and so is a title with
#            a comment in it. For goxml2json white space is a piece as well: a description in a CDATA section that begins
#            on a line of its own is empty.
# Cause:     Decode() and xmlToMapParser() set the text again at each token of character data, of which a CDATA section and
#            a comment make several.
# Seen:      mxj: Senior <![CDATA[R&D]]> Engineer -> {"job":"Engineer"}
#            goxml2json: ⏎<![CDATA[<p>Nurse</p>]]>⏎ -> {"job": ""}
#            encoding/xml: ⏎<![CDATA[<p>Nurse</p>]]>⏎ -> "\n<p>Nurse</p>\n"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cat > go.mod <<'MOD'
module finding
go 1.20
require github.com/basgys/goxml2json v1.1.0
require github.com/clbanning/mxj/v2 v2.7.0
MOD

cat > finding.go <<'GO'
package main

import (
	"encoding/xml"
	"fmt"
	"strings"

	xml2json "github.com/basgys/goxml2json"
	"github.com/clbanning/mxj/v2"
)

func main() {
	for _, text := range []string{"Senior <![CDATA[R&D]]> Engineer", "Senior <!-- new --> Engineer", "\n<![CDATA[<p>Nurse</p>]]>\n"} {
		document := "<job>" + text + "</job>"
		shown := strings.ReplaceAll(text, "\n", "⏎")
		var whole struct {
			Text string `xml:",chardata"`
		}
		if err := xml.Unmarshal([]byte(document), &whole); err != nil {
			panic(err)
		}
		fmt.Printf("encoding/xml: %s -> %q\n", shown, whole.Text)
		converted, err := xml2json.Convert(strings.NewReader(document))
		if err != nil {
			panic(err)
		}
		fmt.Printf("goxml2json: %s -> %s\n", shown, strings.TrimSpace(converted.String()))
		found, err := mxj.NewMapXml([]byte(document))
		if err != nil {
			panic(err)
		}
		json, _ := found.Json()
		fmt.Printf("mxj: %s -> %s\n", shown, json)
	}
}
GO
cat > expected <<'TXT'
encoding/xml: Senior <![CDATA[R&D]]> Engineer -> "Senior R&D Engineer"
goxml2json: Senior <![CDATA[R&D]]> Engineer -> {"job": "Engineer"}
mxj: Senior <![CDATA[R&D]]> Engineer -> {"job":"Engineer"}
encoding/xml: Senior <!-- new --> Engineer -> "Senior  Engineer"
goxml2json: Senior <!-- new --> Engineer -> {"job": "Engineer"}
mxj: Senior <!-- new --> Engineer -> {"job":"Engineer"}
encoding/xml: ⏎<![CDATA[<p>Nurse</p>]]>⏎ -> "\n<p>Nurse</p>\n"
goxml2json: ⏎<![CDATA[<p>Nurse</p>]]>⏎ -> {"job": ""}
mxj: ⏎<![CDATA[<p>Nurse</p>]]>⏎ -> {"job":"<p>Nurse</p>"}
TXT
{ GOFLAGS=-mod=mod go run finding.go 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
