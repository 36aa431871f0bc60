import { execa } from 'execa';
import { z } from 'zod';

/** A known vulnerability of these severities in what production installs fails the check: see SECURITY.md. */
const failing = ['high', 'critical'] as const;
const severities = ['info', 'low', 'moderate', ...failing] as const;
type Severity = (typeof severities)[number];

export interface Vulnerability {
  package: string;
  severity: Severity;
  /** The advisory, or the package that brings it. */
  reason: string;
}

export type Audit =
  /** The registry sent no audit: there may be vulnerabilities or none. */
  | { outcome: 'no-response'; reason: string }
  | { outcome: 'clean' | 'vulnerable'; failing: Vulnerability[]; lower: Vulnerability[] };

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
 * Requests an audit of the packages that production installs from the configured registry of npm.
 *
 * @param root the folder with the lock file
 */
export async function audit(root: string, env: NodeJS.ProcessEnv): Promise<Audit> {
  // Offline, npm reports no vulnerability because it does not check.
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

/** @param stdout the output of `npm audit --json`, for any exit code */
function readAudit(stdout: string, stderr: string): Audit {
  const response = parse(stdout);
  const read = report.safeParse(response);
  if (!read.success) return { outcome: 'no-response', reason: reasonOf(response, stderr) };
  const found = Object.entries(read.data.vulnerabilities).map(
    ([name, { severity, via }]): Vulnerability => ({
      package: name,
      severity,
      reason: via.map((one) => (typeof one === 'string' ? `by ${one}` : describe(one))).join('; '),
    }),
  );
  const isFailing = ({ severity }: Vulnerability) => failing.some((one) => one === severity);
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

function reasonOf(response: unknown, stderr: string): string {
  const refused = refusal.safeParse(response).data;
  const message = refused?.error?.summary || refused?.message || stderr.trim().split('\n')[0];
  return message || 'npm printed nothing';
}
