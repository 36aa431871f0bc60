import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit, type Weakness } from './audit.ts';

const HELP = `Asks npm's registry for known weaknesses of what production installs.
Usage: npm run audit [-- --tolerate-no-answer]
Exit status: 0 none of severity high or critical; 1 some; 2 the registry did not answer (with
--tolerate-no-answer: 0). SECURITY.md says what is done about them.
`;
const { values } = parseArgs({
  options: {
    'tolerate-no-answer': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const found = await audit(join(import.meta.dirname, '../../..'), process.env);
if (found.outcome === 'unanswered') {
  process.stdout.write(`NOT AUDITED: the registry gave no audit (${found.reason}). Nothing is known.\n`);
  process.exitCode = values['tolerate-no-answer'] ? 0 : 2;
} else {
  const summary = `${found.failing.length} weaknesses of severity high or critical, ${found.lower.length} lower`;
  process.stdout.write(
    [...found.failing, ...found.lower].map(line).concat(`AUDITED: ${summary}\n`).join('\n'),
  );
  process.exitCode = found.outcome === 'vulnerable' ? 1 : 0;
}

function line(one: Weakness): string {
  return `${one.severity}  ${one.package}: ${one.reason}`;
}
