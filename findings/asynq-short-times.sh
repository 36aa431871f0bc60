#!/usr/bin/env bash
# Versions:  github.com/hibiken/asynq v0.26.0 (Go 1.26), Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     asynq.Timeout(500 * time.Millisecond) ends the context of a task after half a second.
# Behaviour: a timeout below a second is that of a task without one: 30 minutes. One of 1.9 s is 1 s. A retention below a
#            second keeps no completed task. Enqueue accepts all of them; of the options with a time only Unique refuses one
#            below a second. For the timeout there is a line in the log of the worker, "internal error".
# Cause:     EnqueueContext() stores int64(timeout.Seconds()), and the processor takes its default for a stored 0.
# Seen:      time that the task has: without timeout 30m0s, 500ms 30m0s, 1.9s 1s, 2s 2s
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
start_redis
printf 'module finding\ngo 1.26\nrequire github.com/hibiken/asynq v0.26.0\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/hibiken/asynq"
)

func main() {
	redis := asynq.RedisClientOpt{Addr: "127.0.0.1:" + os.Getenv("PORT")}
	client := asynq.NewClient(redis)
	defer client.Close()
	limits := make(chan string)
	config := asynq.Config{Concurrency: 1, LogLevel: asynq.FatalLevel, TaskCheckInterval: 50 * time.Millisecond}
	server := asynq.NewServer(redis, config)
	err := server.Start(asynq.HandlerFunc(func(ctx context.Context, _ *asynq.Task) error {
		limit := "no limit"
		if deadline, limited := ctx.Deadline(); limited {
			limit = time.Until(deadline).Round(time.Second).String()
		}
		limits <- limit
		return nil
	}))
	if err != nil {
		panic(err)
	}
	for _, timeout := range []time.Duration{0, 500 * time.Millisecond, 1900 * time.Millisecond, 2 * time.Second} {
		options := []asynq.Option{asynq.Timeout(timeout)}
		name := timeout.String()
		if timeout == 0 {
			options, name = nil, "none"
		}
		if _, err := client.Enqueue(asynq.NewTask("import", nil), options...); err != nil {
			panic(err)
		}
		fmt.Printf("timeout %s -> %s\n", name, <-limits)
	}
	for _, retention := range []time.Duration{900 * time.Millisecond, 60 * time.Second} {
		info, err := client.Enqueue(asynq.NewTask("import", nil), asynq.Retention(retention))
		if err != nil {
			panic(err)
		}
		<-limits
		time.Sleep(200 * time.Millisecond)
		_, err = asynq.NewInspector(redis).GetTaskInfo("default", info.ID)
		fmt.Printf("retention %s -> kept %v\n", retention, err == nil)
	}
	server.Shutdown()
}
GO
cat > expected <<'TXT'
timeout none -> 30m0s
timeout 500ms -> 30m0s
timeout 1.9s -> 1s
timeout 2s -> 2s
retention 900ms -> kept false
retention 1m0s -> kept true
TXT
GOFLAGS=-mod=mod go run finding.go 2>go.log | tee seen
cmp -s seen expected || { cat go.log; echo 'no longer as found'; exit 1; }
echo 'as found'
