/** What a process has in use, without its garbage. */
export interface LiveMemory {
  /** Collects the garbage of the process first. */
  megabytes(): Promise<number>;
  close(): void;
}

const EXPRESSION = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';

interface Reply {
  id: number;
  result?: { result?: { value?: number } };
}

/** Connects to the inspector of a process that was started with `--inspect=127.0.0.1:PORT`. */
export async function watchLiveMemory(port: number): Promise<LiveMemory> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  let sent = 0;
  const send = (method: string, params: object = {}): Promise<Reply> => {
    sent += 1;
    const id = sent;
    return new Promise((resolve) => {
      const listener = ({ data }: MessageEvent) => {
        const reply = JSON.parse(String(data)) as Reply;
        if (reply.id !== id) return;
        socket.removeEventListener('message', listener);
        resolve(reply);
      };
      socket.addEventListener('message', listener);
      socket.send(JSON.stringify({ id, method, params }));
    });
  };
  return {
    megabytes: async () => {
      await send('HeapProfiler.collectGarbage');
      const { result } = await send('Runtime.evaluate', { expression: EXPRESSION, returnByValue: true });
      return Number(result?.result?.value) / 1_048_576;
    },
    close: () => socket.close(),
  };
}
