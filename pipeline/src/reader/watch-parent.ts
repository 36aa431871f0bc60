import process from 'node:process';

const CHECK_INTERVAL_MS = 1_000;

// A thread that ends its process once the process that started it has exited: then its parent is another one.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, CHECK_INTERVAL_MS);
