import { createInterface } from 'node:readline/promises';

/**
 * Asks a question and reads a line. Ctrl-C and the end of the input are an empty answer.
 *
 * @param streams input: where the answer is typed; output: where the question is shown
 */
export async function askQuestion(
  streams: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream; terminal?: boolean },
  question: string,
): Promise<string> {
  const lines = createInterface(streams);
  try {
    return await new Promise<string>((resolve, reject) => {
      // Where the input ends, the question itself has no result.
      lines.once('close', () => resolve(''));
      lines.question(question).then(resolve, (error: Error) => {
        if (error.name === 'AbortError') resolve('');
        else reject(error);
      });
    });
  } finally {
    lines.close();
  }
}
