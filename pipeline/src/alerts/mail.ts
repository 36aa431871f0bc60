import type { Alert } from '@feedflow/shared/alerts/alert';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { createTransport } from 'nodemailer';

const TIMEOUT_MS = 10_000;

/** Sends alerts as plain text mails. */
export interface Mailer {
  /**
   * @param runUrl the page of the run, if the address of the dashboard is known
   * @throws FeedflowError 'alert-not-sent' if the mail server does not accept it
   */
  send(alert: Alert, runUrl: string | null): Promise<void>;
  close(): void;
}

/** @param target.smtpUrl smtp:// or smtps://, with user and password if the server requires them */
export function createMailer(target: { smtpUrl: string; to: string[]; from: string }): Mailer {
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
    send: async (alert, runUrl) => {
      const link = runUrl ? `${runUrl}\n` : '';
      const where = alert.environment ? ` (${alert.environment})` : '';
      try {
        await transport.sendMail({
          from: target.from,
          to: target.to,
          subject: `Feedflow${where}: ${alert.source}: ${alert.kind}`,
          text: `${alert.message}\n\nsource  ${alert.source}\nrun     ${alert.runId}\ntime    ${alert.at}\n${link}`,
          // If it is sent twice after a crash, mail programs show it once.
          messageId: `<${alert.alertId}@feedflow>`,
        });
      } catch (error) {
        throw new FeedflowError('alert-not-sent', `the mail was not sent: ${errorMessage(error, 200)}`);
      }
    },
    close: () => transport.close(),
  };
}
