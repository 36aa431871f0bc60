/** Whether a host name, as a setting or a parsed URL has it, means this very machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Whether a Host header, with any port, names this very machine. Every other name may be one of a web page that
 * points it at 127.0.0.1 to read its responses (DNS rebinding).
 */
export function isLoopbackHost(hostHeader: string): boolean {
  const url = URL.parse(`http://${hostHeader}`);
  // A Host header has a name and a port, and nothing else that a URL may have.
  return url !== null && url.href === `http://${url.host}/` && isLoopback(url.hostname);
}
