#!/usr/bin/env bash
# Versions:  github.com/r3labs/sse v2.10.0 (Go 1.26).
# Guess:     the client reconnects with Last-Event-ID whenever its connection ends, as a browser's EventSource does, or
#            says that it gave up.
# Behaviour: after a connection that the server or a proxy ends in order, as at each deployment, SubscribeChan stops: no
#            error, no call of OnDisconnect, and the channel stays open without another event. After one that breaks off it
#            reconnects, but only while the whole subscription is younger than the limit of the reconnect strategy, which
#            is 15 minutes by default.
# Cause:     readLoop() takes io.EOF for success, so that the retry ends; the backoff counts its limit from the first
#            connection and is not reset by a later one.
# Seen:      ended: 1 connections, 0 disconnects, channel closed: false
#            broken off: 3 connections, 2 disconnects, channel closed: false
#            broken off, limit 100 ms: 1 connections, 1 disconnects, channel closed: false
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
printf 'module finding\ngo 1.20\nrequire github.com/r3labs/sse/v2 v2.10.0\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"

	"github.com/r3labs/sse/v2"
	"gopkg.in/cenkalti/backoff.v1"
)

// Each connection has one event and lasts 200 ms; the third one stays open.
func follow(name string, limit time.Duration, end func()) {
	var connections, disconnects atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		number := connections.Add(1)
		response.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(response, "id: %d\ndata: job %d\n\n", number, number)
		response.(http.Flusher).Flush()
		if number == 3 {
			<-request.Context().Done()
		}
		time.Sleep(200 * time.Millisecond)
		end()
	}))
	client := sse.NewClient(server.URL)
	client.OnDisconnect(func(*sse.Client) { disconnects.Add(1) })
	strategy := backoff.NewExponentialBackOff()
	strategy.InitialInterval = 50 * time.Millisecond
	strategy.MaxElapsedTime = limit
	client.ReconnectStrategy = strategy
	events := make(chan *sse.Event, 10)
	if err := client.SubscribeChanRaw(events); err != nil {
		panic(err)
	}
	time.Sleep(4 * time.Second)
	isOpen := true
	for count := len(events); count >= 0 && isOpen; count-- {
		select {
		case _, isOpen = <-events:
		default:
		}
	}
	fmt.Printf("%s: %d connections, %d disconnects, channel closed: %t\n", name, connections.Load(), disconnects.Load(), !isOpen)
}

func main() {
	follow("ended", 15*time.Minute, func() {})
	follow("broken off", 15*time.Minute, func() { panic(http.ErrAbortHandler) })
	follow("broken off, limit 100 ms", 100*time.Millisecond, func() { panic(http.ErrAbortHandler) })
}
GO
cat > expected <<'TXT'
ended: 1 connections, 0 disconnects, channel closed: false
broken off: 3 connections, 2 disconnects, channel closed: false
broken off, limit 100 ms: 1 connections, 1 disconnects, channel closed: false
TXT
{ GOFLAGS=-mod=mod go run finding.go 2>go.log || cat go.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
