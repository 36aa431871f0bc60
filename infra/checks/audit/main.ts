import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit, type Vulnerability } from './audit.ts';

const HELP = `Checks the packages that production installs for known vulnerabilities, at npm's registry.
Usage: npm run audit [-- --tolerate-no-response]
Exit status: 0 none of severity high or critical; 1 some; 2 the registry did not respond (with
--tolerate-no-response: 0). SECURITY.md explains the response to them.
`;
const { values } = parseArgs({
  options: {
    'tolerate-no-response': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const found = await audit(join(import.meta.dirname, '../../..'), process.env);
if (found.outcome === 'no-response') {
  process.stdout.write(`NOT AUDITED: the registry sent no audit (${found.reason}). The result is unknown.\n`);
  process.exitCode = values['tolerate-no-response'] ? 0 : 2;
} else {
  const summary = `${found.failing.length} vulnerabilities of severity high or critical, ${found.lower.length} lower`;
  process.stdout.write(
    [...found.failing, ...found.lower].map(line).concat(`AUDITED: ${summary}\n`).join('\n'),
  );
  process.exitCode = found.outcome === 'vulnerable' ? 1 : 0;
}

function line(one: Vulnerability): string {
  return `${one.severity}  ${one.package}: ${one.reason}`;
}
