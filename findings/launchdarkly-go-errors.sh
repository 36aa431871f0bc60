#!/usr/bin/env bash
# Versions:  github.com/launchdarkly/eventsource v1.11.0 (Go 1.26).
# Guess:     a loop over stream.Events of LaunchDarkly's SSE client for Go gets all events: the client reconnects when a
#            connection ends, with the id of the last event, and who is not interested in its errors leaves stream.Errors
#            alone.
# Behaviour: at the first end of a connection, also in order, the client stops for good: it does not reconnect, the channel of
#            events stays open, and the loop waits without an error. With a goroutine that reads Errors, or with an error
#            handler, it reconnects and continues.
# Cause:     Errors is a channel without a buffer, to which the goroutine that reads and reconnects sends each error, the end
#            of a stream among them. Neither the README nor the description of Errors says that it must be read.
# Seen:      3 connections of one event each -> Errors not read: job 1; read: jobs 1, 2, 3; with a handler: jobs 1, 2, 3
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.26\nrequire github.com/launchdarkly/eventsource v1.11.0\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"

	"github.com/launchdarkly/eventsource"
)

func show(name string, readErrors bool, options ...eventsource.StreamOption) {
	var connections atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		count := connections.Add(1)
		if count > 3 {
			response.WriteHeader(http.StatusNoContent)
			return
		}
		response.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(response, "id: %d\ndata: job %d\n\n", count, count)
	}))
	defer server.Close()
	options = append(options, eventsource.StreamOptionInitialRetry(20*time.Millisecond))
	stream, err := eventsource.SubscribeWithURL(server.URL, options...)
	if err != nil {
		panic(err)
	}
	if readErrors {
		go func() {
			for range stream.Errors {
			}
		}()
	}
	fmt.Print(name, ":")
	enough := time.After(2 * time.Second)
	for {
		select {
		case event := <-stream.Events:
			fmt.Print(" ", event.Data())
		case <-enough:
			fmt.Printf(", connections %d\n", min(connections.Load(), 3))
			return
		}
	}
}

func main() {
	show("Errors not read", false)
	show("Errors read", true)
	show("with a handler", false, eventsource.StreamOptionErrorHandler(func(error) eventsource.StreamErrorHandlerResult {
		return eventsource.StreamErrorHandlerResult{}
	}))
}
GO
cat > expected <<'TXT'
Errors not read: job 1, connections 1
Errors read: job 1 job 2 job 3, connections 3
with a handler: job 1 job 2 job 3, connections 3
TXT
{ GOFLAGS=-mod=mod go run finding.go 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
