// Checks whether the process in this container is ready: worker and scheduler on HEALTH_PORT, the API on API_PORT.
const ports = [process.env.HEALTH_PORT, process.env.API_PORT].filter(Boolean);

async function isReady(port) {
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`, {
    signal: AbortSignal.timeout(5_000),
  });
  return response.ok;
}

const results = await Promise.allSettled(ports.map(isReady));
process.exitCode = results.some((result) => result.value === true) ? 0 : 1;
