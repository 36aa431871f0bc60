import { execa } from 'execa';
import { z } from 'zod';

/** From this one on, a known weakness of what production installs fails the check: see SECURITY.md. */
const failing = ['high', 'critical'] as const;
const severities = ['info', 'low', 'moderate', ...failing] as const;
type Severity = (typeof severities)[number];

export interface Weakness {
  package: string;
  severity: Severity;
  /** What is known, or through which package it comes. */
  reason: string;
}

export type Audit =
  /** Nothing is known then: neither that there is a weakness nor that there is none. */
  | { outcome: 'unanswered'; reason: string }
  | { outcome: 'clean' | 'vulnerable'; failing: Weakness[]; lower: Weakness[] };

const report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.enum(severities),
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string().optional() })])),
    }),
  ),
});

const refusal = z.object({
  message: z.string().optional(),
  error: z.object({ summary: z.string().optional() }).optional(),
});

/**
 * Asks the registry that npm is set up with what is known of the packages that production installs.
 *
 * @param root the folder with the lock file
 */
export async function audit(root: string, env: NodeJS.ProcessEnv): Promise<Audit> {
  // Offline, npm finds no weakness because it does not look.
  const args = [
    'audit',
    '--offline=false',
    '--omit=dev',
    '--json',
    '--fetch-retries=0',
    '--fetch-timeout=30000',
  ];
  const { stdout, stderr } = await execa('npm', args, { cwd: root, env, extendEnv: false, reject: false });
  return readAudit(stdout, stderr);
}

/** @param stdout what `npm audit --json` printed, whatever its exit code */
function readAudit(stdout: string, stderr: string): Audit {
  const answer = parse(stdout);
  const read = report.safeParse(answer);
  if (!read.success) return { outcome: 'unanswered', reason: reasonOf(answer, stderr) };
  const found = Object.entries(read.data.vulnerabilities).map(
    ([name, { severity, via }]): Weakness => ({
      package: name,
      severity,
      reason: via.map((one) => (typeof one === 'string' ? `by ${one}` : describe(one))).join('; '),
    }),
  );
  const isFailing = ({ severity }: Weakness) => failing.some((one) => one === severity);
  const worst = found.filter(isFailing);
  return {
    outcome: worst.length > 0 ? 'vulnerable' : 'clean',
    failing: worst,
    lower: found.filter((one) => !isFailing(one)),
  };
}

function describe({ title, url }: { title: string; url?: string | undefined }): string {
  return url === undefined ? title : `${title} (${url})`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function reasonOf(answer: unknown, stderr: string): string {
  const told = refusal.safeParse(answer).data;
  const said = told?.error?.summary || told?.message || stderr.trim().split('\n')[0];
  return said || 'npm said nothing';
}
