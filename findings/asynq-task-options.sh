#!/usr/bin/env bash
# Versions:  github.com/hibiken/asynq v0.26.0 (Go 1.26), Redis 6.2.14 (also where another redis-server is on the PATH).
# Guess:     PeriodicTaskManager follows its provider: a schedule whose task is to go to another queue, or gets another header,
#            does so after the next synchronization.
# Behaviour: options of the task itself, as NewTask(type, payload, asynq.Queue("high")) has them, and headers are not compared:
#            the tasks go on as they were, until the process is started again. The same options in Opts of the config are. Two
#            schedules that differ by options of the task only are both registered, but if both are taken away, one continues.
# Cause:     the hash of a config has the pattern, the type, the payload and Opts; the manager keeps one id per hash.
# Seen:      Queue moved from low to high in the task -> low continues, high 0; in Opts -> low ends, high is used
#            schedules for low and high, both taken away -> high ends, low continues
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
start_redis
printf 'module finding\ngo 1.26\nrequire github.com/hibiken/asynq v0.26.0\n' > go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/hibiken/asynq"
)

type provider struct {
	mutex   sync.Mutex
	configs []*asynq.PeriodicTaskConfig
}

func (p *provider) GetConfigs() ([]*asynq.PeriodicTaskConfig, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.configs, nil
}

func (p *provider) set(configs ...*asynq.PeriodicTaskConfig) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.configs = configs
}

func inTask(queue string) *asynq.PeriodicTaskConfig {
	return &asynq.PeriodicTaskConfig{Cronspec: "@every 1s", Task: asynq.NewTask("import", nil, asynq.Queue(queue))}
}

func inOpts(queue string) *asynq.PeriodicTaskConfig {
	options := []asynq.Option{asynq.Queue(queue)}
	return &asynq.PeriodicTaskConfig{Cronspec: "@every 1s", Task: asynq.NewTask("import", nil), Opts: options}
}

// Runs a manager with the configs before, then with those after, and prints which queues get tasks then.
func show(name string, redis asynq.RedisClientOpt, before, after []*asynq.PeriodicTaskConfig) {
	configs := &provider{}
	configs.set(before...)
	manager, err := asynq.NewPeriodicTaskManager(asynq.PeriodicTaskManagerOpts{
		RedisConnOpt:               redis,
		PeriodicTaskConfigProvider: configs,
		SyncInterval:               time.Second,
		SchedulerOpts:              &asynq.SchedulerOpts{LogLevel: asynq.FatalLevel},
	})
	if err != nil {
		panic(err)
	}
	if err := manager.Start(); err != nil {
		panic(err)
	}
	inspector := asynq.NewInspector(redis)
	defer inspector.Close()
	clear := func() {
		for _, queue := range []string{"low", "high"} {
			_, _ = inspector.DeleteAllPendingTasks(queue)
		}
	}
	used := func(queue string) bool {
		tasks, _ := inspector.ListPendingTasks(queue)
		return len(tasks) > 0
	}
	time.Sleep(2500 * time.Millisecond)
	fmt.Printf("%s: before low %v, high %v", name, used("low"), used("high"))
	configs.set(after...)
	time.Sleep(2500 * time.Millisecond)
	clear()
	time.Sleep(2500 * time.Millisecond)
	fmt.Printf("; after low %v, high %v\n", used("low"), used("high"))
	manager.Shutdown()
	clear()
}

func main() {
	redis := asynq.RedisClientOpt{Addr: "127.0.0.1:" + os.Getenv("PORT")}
	type configs = []*asynq.PeriodicTaskConfig
	show("queue of the task", redis, configs{inTask("low")}, configs{inTask("high")})
	show("queue in Opts", redis, configs{inOpts("low")}, configs{inOpts("high")})
	show("both by the task, then none", redis, configs{inTask("low"), inTask("high")}, nil)
	show("both in Opts, then none", redis, configs{inOpts("low"), inOpts("high")}, nil)
}
GO
cat > expected <<'TXT'
queue of the task: before low true, high false; after low true, high false
queue in Opts: before low true, high false; after low false, high true
both by the task, then none: before low true, high true; after low true, high false
both in Opts, then none: before low true, high true; after low false, high false
TXT
GOFLAGS=-mod=mod go run finding.go 2>go.log | tee seen
cmp -s seen expected || { cat go.log; echo 'no longer as found'; exit 1; }
echo 'as found'
