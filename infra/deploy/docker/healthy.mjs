// Whether the process in this container is ready: worker and scheduler say so on HEALTH_PORT, the API on API_PORT.
const ports = [process.env.HEALTH_PORT, process.env.API_PORT].filter(Boolean);

async function isReady(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) });
  return answer.ok;
}

const answers = await Promise.allSettled(ports.map(isReady));
process.exitCode = answers.some((answer) => answer.value === true) ? 0 : 1;
