import { contract } from '@feedflow/shared/api/contract';
import { problem } from '@feedflow/shared/api/problem';
import type { z } from 'zod';

type CommandName = 'startImport' | 'cancelRun' | 'rerunBatches' | 'confirmRemoval';
type Body<Name extends CommandName> = z.input<(typeof contract)[Name]['body']>;
type Result<Name extends CommandName> = z.output<(typeof contract)[Name]['response']>;

const TIMEOUT_MS = 60_000;

/** Sends commands as a client of the API does, and checks each response against the contract. */
export interface CommandClient {
  /** @returns the response; null where the command was refused @throws Error for a response that is not described */
  send<Name extends CommandName>(name: Name, path: string, body: Body<Name>): Promise<Result<Name> | null>;
  /** How often a command had a result: its status, and the code of a refusal. */
  readonly results: ReadonlyMap<string, number>;
}

/** @param apiUrl of a running API: its own description says which statuses a command may have */
export async function createCommandClient(apiUrl: string): Promise<CommandClient> {
  const description = (await (await fetch(`${apiUrl}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string; responses: object }>>;
  };
  const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods));
  const statuses = new Map(operations.map((one) => [one.operationId, Object.keys(one.responses)]));
  const results = new Map<string, number>();

  return {
    results,
    send: async (name, path, body) => {
      const response = await fetch(apiUrl + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      const { status } = response;
      if (status >= 500 || !statuses.get(name)?.includes(String(status)))
        throw new Error(`${name} responded with ${status}: ${text.slice(0, 500)}`);
      const content: unknown = JSON.parse(text);
      const code = response.ok ? '' : ` ${problem.parse(content).code}`;
      const result = `${name} ${status}${code}`;
      results.set(result, (results.get(result) ?? 0) + 1);
      if (!response.ok) return null;
      return contract[name].response.parse(content) as Result<typeof name>;
    },
  };
}
