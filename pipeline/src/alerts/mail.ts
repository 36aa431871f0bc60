import type { Alert } from '@feedflow/shared/alerts/alert';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { durationLabel } from '@feedflow/shared/model/duration-label';
import { createTransport } from 'nodemailer';

/** For each response of the mail server. */
const TIMEOUT_MS = 10_000;
/** For a mail, besides the time for each recipient: a server may respond line by line without end, and other alerts wait. */
const TOTAL_TIMEOUT_MS = 120_000;

/** A recipient that the mail server refused. */
export interface RefusedRecipient {
  recipient: string;
  /** The server's response, shortened. */
  reason: string;
}

export interface MailResult {
  /** Addresses whose mail the server took. */
  accepted: string[];
  /** Refused for now (4xx): to be tried again. */
  deferred: RefusedRecipient[];
  /** Refused permanently (5xx). */
  refused: RefusedRecipient[];
}

/** Sends alerts as plain text mails. */
export interface Mailer {
  /** All recipients of alerts, each once, with domains in lower case as nodemailer reports them. */
  recipients: readonly string[];
  /**
   * Sends a mail in one transaction. The server may accept some recipients and refuse others.
   *
   * @param to some of `recipients`
   * @param runUrl the page of the run, if the address of the dashboard is known
   * @param givenUp ends waiting for the mail server
   * @throws FeedflowError 'alert-not-sent' if the mail server does not accept the mail for any recipient, for another
   * reason than the recipients
   */
  send(
    alert: Alert,
    to: readonly string[],
    runUrl: string | null,
    givenUp?: AbortSignal,
  ): Promise<MailResult>;
  close(): void;
}

/**
 * @param target.smtpUrl smtp:// or smtps://, with user and password if the server requires them
 * @param target.timeoutMs for a mail in all. @default 2 min, and 10 s per recipient
 */
export function createMailer(target: {
  smtpUrl: string;
  to: string[];
  from: string;
  timeoutMs?: number;
}): Mailer {
  const { timeoutMs = TOTAL_TIMEOUT_MS + target.to.length * TIMEOUT_MS } = target;
  const transport = createTransport({
    url: target.smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // The text of an alert must not cause the mailer to read files or URLs.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    recipients: target.to,
    send: async (alert, to, runUrl, givenUp) => {
      const link = runUrl ? `${runUrl}\n` : '';
      const where = alert.environment ? ` (${alert.environment})` : '';
      const inTime = AbortSignal.timeout(timeoutMs);
      try {
        const info = await transport.sendMail({
          signal: givenUp ? AbortSignal.any([inTime, givenUp]) : inTime,
          from: target.from,
          to: target.to,
          envelope: { from: target.from, to: [...to] },
          subject: `Feedflow${where}: ${alert.source}: ${alert.kind}`,
          text: `${alert.message}\n\nsource  ${alert.source}\nrun     ${alert.runId}\ntime    ${alert.at}\n${link}`,
          // If it is sent twice after a crash, mail programs show it once.
          messageId: `<${alert.alertId}@feedflow>`,
        });
        return resultOf(to, info.rejectedErrors ?? []);
      } catch (error) {
        const rejected = rejectionsOf(error);
        if (rejected.length === to.length) return resultOf(to, rejected);
        const late = `the mail server took more than ${durationLabel(timeoutMs)}`;
        const reason = inTime.aborted ? late : errorMessage(error, 200);
        throw new FeedflowError('alert-not-sent', `the mail was not sent: ${reason}`);
      }
    },
    close: () => transport.close(),
  };
}

/** The refusal of one recipient, as nodemailer reports it. */
interface Rejection {
  recipient?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
  message: string;
}

/** The refused recipients of a mail that was sent to nobody; none if the error has another cause. */
function rejectionsOf(error: unknown): Rejection[] {
  const isEnvelope = error instanceof Error && Reflect.get(error, 'code') === 'EENVELOPE';
  const rejected: unknown = isEnvelope ? Reflect.get(error, 'rejectedErrors') : [];
  return Array.isArray(rejected)
    ? rejected.filter((one): one is Error & Rejection => one instanceof Error)
    : [];
}

function resultOf(to: readonly string[], rejections: readonly Rejection[]): MailResult {
  const result: MailResult = { accepted: [], deferred: [], refused: [] };
  for (const recipient of to) {
    const rejection = rejections.find((one) => one.recipient === recipient);
    if (!rejection) {
      result.accepted.push(recipient);
      continue;
    }
    const reason = errorMessage(rejection.response ?? rejection.message, 200);
    const isPermanent = (rejection.responseCode ?? 0) >= 500;
    result[isPermanent ? 'refused' : 'deferred'].push({ recipient, reason });
  }
  return result;
}
