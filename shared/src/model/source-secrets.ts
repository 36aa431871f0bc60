import { FeedflowError } from '../errors.ts';
import type { SourceConfig } from './source.ts';

/** Which secrets a source has: names only. */
export interface SecretNames {
  headerNames: string[];
  /** Whether user and password are among them. */
  basicAuth: boolean;
}

/** What happens to the secrets that a change of the address does not set itself. */
export interface SettledSecrets {
  dropped: SecretNames;
  /** Those that follow the source to another origin on request. */
  taken: SecretNames;
}

export const noSecrets: SecretNames = { headerNames: [], basicAuth: false };

/**
 * What becomes of a source's secrets when its address changes:
 * - `kept` where the origin (scheme, host and port) stays, and where http becomes https at the same host with both
 *   on their default ports: the same server gets them, better protected;
 * - `on-request` at any other origin: they are dropped, unless the change says that they are to be kept;
 * - `dropped` where https becomes http, even on request: they would travel in the clear.
 */
export function secretsFate(from: string, to: string): 'kept' | 'on-request' | 'dropped' {
  const [old, next] = [URL.parse(from), URL.parse(to)];
  if (!old || !next) return 'on-request';
  if (old.origin === next.origin) return 'kept';
  if (old.protocol === 'https:' && next.protocol === 'http:') return 'dropped';
  const onDefaultPorts = old.port === '' && next.port === '';
  return old.hostname === next.hostname && onDefaultPorts ? 'kept' : 'on-request';
}

/** The secrets that a configuration has. */
export function secretNamesOf({ headers = {}, basicAuth }: Partial<SourceConfig>): SecretNames {
  return { headerNames: Object.keys(headers), basicAuth: basicAuth !== undefined };
}

/**
 * Takes those secrets out of a changed configuration that must not follow the source to its new address. Every
 * change of a source's address goes through here.
 *
 * @param after the configuration as changed, with all secrets still in it
 * @param options.given the secrets that the change itself sets: these are for the new address
 * @param options.keep whether the change says that the others are to be kept
 * @throws FeedflowError 'request-invalid' where it says so and they cannot be
 */
export function settleSecrets(
  before: Pick<SourceConfig, 'url'>,
  after: SourceConfig,
  options: { given: SecretNames; keep: boolean },
): SettledSecrets & { config: SourceConfig } {
  const { headers = {}, basicAuth, ...config } = after;
  const fate = secretsFate(before.url, after.url);
  const given = new Set(options.given.headerNames.map((name) => name.toLowerCase()));
  const [own, others] = split(Object.entries(headers), ([name]) => given.has(name.toLowerCase()));
  const affected: SecretNames = {
    headerNames: others.map(([name]) => name),
    basicAuth: basicAuth !== undefined && !options.given.basicAuth,
  };
  const isNothing = affected.headerNames.length === 0 && !affected.basicAuth;
  if (fate === 'kept' || isNothing) return { config: after, dropped: noSecrets, taken: noSecrets };
  if (options.keep) {
    if (fate === 'on-request') return { config: after, dropped: noSecrets, taken: affected };
    throw new FeedflowError(
      'request-invalid',
      'keepSecrets: what was sent by https is not kept for an http address; give headers and basicAuth in the same request',
    );
  }
  return {
    config: {
      ...config,
      ...(own.length > 0 ? { headers: Object.fromEntries(own) } : {}),
      ...(basicAuth && options.given.basicAuth ? { basicAuth } : {}),
    },
    dropped: affected,
    taken: noSecrets,
  };
}

function split<T>(items: T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
