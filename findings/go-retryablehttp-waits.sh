#!/usr/bin/env bash
# Versions:  github.com/hashicorp/go-retryablehttp v0.7.8 (Go 1.26).
# Guess:     RetryWaitMin and RetryWaitMax bound each wait between two tries, also where a 429 or 503 has a Retry-After.
# Behaviour: a Retry-After counts as it is: with a maximum of 200 ms, one of 2 seconds waits 2 s, and one of a day would
#            wait a day, within one call of Get(). One in the past, or of 0, waits not at all: all tries are over within
#            milliseconds, at the server that said it is busy.
# Cause:     DefaultBackoff() returns what parseRetryAfterHeader() read before it looks at the limits, and 0 for a date in
#            the past. A Backoff of one's own can bound it.
# Seen:      no Retry-After: 3 tries, waits between 100 and 200 ms
#            Retry-After: 2: 3 tries, waits above 200 ms
#            Retry-After: Thu, 05 Nov 2020 10:00:00 GMT: 3 tries, waits below 100 ms
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.24\nrequire github.com/hashicorp/go-retryablehttp v0.7.8\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const shortest, longest = 100 * time.Millisecond, 200 * time.Millisecond

// The first two tries get a 429, the third one a feed.
func fetch(name string, retryAfter string) {
	tries := []time.Time{}
	server := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		tries = append(tries, time.Now())
		if len(tries) == 3 {
			return
		}
		if retryAfter != "" {
			response.Header().Set("Retry-After", retryAfter)
		}
		response.WriteHeader(http.StatusTooManyRequests)
	}))
	defer server.Close()
	client := retryablehttp.NewClient()
	client.Logger = nil
	client.RetryWaitMin, client.RetryWaitMax = shortest, longest
	if _, err := client.Get(server.URL); err != nil {
		panic(err)
	}
	waits := "between 100 and 200 ms"
	// Some time is for the requests themselves.
	if wait := tries[2].Sub(tries[1]); wait < shortest-10*time.Millisecond {
		waits = "below 100 ms"
	} else if wait > 5*longest {
		waits = "above 200 ms"
	}
	fmt.Printf("%s: %d tries, waits %s\n", name, len(tries), waits)
}

func main() {
	fetch("no Retry-After", "")
	for _, retryAfter := range []string{"2", "0", "Thu, 05 Nov 2020 10:00:00 GMT"} {
		fetch("Retry-After: "+retryAfter, retryAfter)
	}
}
GO
cat > expected <<'TXT'
no Retry-After: 3 tries, waits between 100 and 200 ms
Retry-After: 2: 3 tries, waits above 200 ms
Retry-After: 0: 3 tries, waits below 100 ms
Retry-After: Thu, 05 Nov 2020 10:00:00 GMT: 3 tries, waits below 100 ms
TXT
{ GOFLAGS=-mod=mod go run finding.go 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
