#!/usr/bin/env bash
# Versions:  github.com/gocolly/colly/v2 v2.3.0 (Go 1.26).
# Guess:     OnResponse gets the whole body of a feed; one that is too long is an error, for OnError and Visit().
# Behaviour: of a body of more than 10 MiB, OnResponse gets the first 10 MiB, without an error or a sign on the response: of
#            12,000 jobs as lines of NDJSON or CSV 10,250 arrive, the last of them cut off. With gzip it counts after
#            decompression. Only XML fails, for OnXML, where its end is missing. MaxBodySize(0) reads all.
# Cause:     NewCollector() sets MaxBodySize to 10 MiB; httpBackend.Do() reads the body through an io.LimitReader of that
#            size.
# Seen:      jobs.ndjson: 10250 of 12000 lines, 10485760 bytes, Visit: <nil>
#            jobs.ndjson in gzip: 10250 of 12000 lines, 10485760 bytes, Visit: <nil>
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.24\nrequire github.com/gocolly/colly/v2 v2.3.0\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/gocolly/colly/v2"
)

const jobs = 12000

func serve(response http.ResponseWriter, request *http.Request) {
	var body io.Writer = response
	response.Header().Set("Content-Type", "application/x-ndjson")
	if strings.HasSuffix(request.URL.Path, "in gzip") {
		response.Header().Set("Content-Encoding", "gzip")
		compressed := gzip.NewWriter(response)
		defer compressed.Close()
		body = compressed
	}
	for id := 0; id < jobs; id++ {
		fmt.Fprintf(body, "{\"id\":%5d,\"text\":\"%s\"}\n", id, strings.Repeat("x", 1000))
	}
}

func read(url string, name string, options ...colly.CollectorOption) {
	collector := colly.NewCollector(options...)
	collector.OnError(func(_ *colly.Response, err error) { fmt.Println("error", err) })
	lines, bytes := 0, 0
	collector.OnResponse(func(response *colly.Response) {
		lines, bytes = strings.Count(string(response.Body), "\n"), len(response.Body)
	})
	err := collector.Visit(url)
	fmt.Printf("%s: %d of %d lines, %d bytes, Visit: %v\n", name, lines, jobs, bytes, err)
}

func main() {
	server := httptest.NewServer(http.HandlerFunc(serve))
	read(server.URL+"/jobs", "jobs.ndjson")
	read(server.URL+"/jobs in gzip", "jobs.ndjson in gzip")
	read(server.URL+"/jobs", "jobs.ndjson, MaxBodySize(0)", colly.MaxBodySize(0))
}
GO
cat > expected <<'TXT'
jobs.ndjson: 10250 of 12000 lines, 10485760 bytes, Visit: <nil>
jobs.ndjson in gzip: 10250 of 12000 lines, 10485760 bytes, Visit: <nil>
jobs.ndjson, MaxBodySize(0): 12000 of 12000 lines, 12276000 bytes, Visit: <nil>
TXT
{ GOFLAGS=-mod=mod go run finding.go 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
