/** One event as a client of an event stream reads it. */
export interface ReceivedEvent {
  id: string;
  event: string;
  data: string;
}

export interface TestStream {
  headers: Headers;
  /** The next event; comments are passed over. */
  next(): Promise<ReceivedEvent>;
  /** Resolves when the server has ended the stream. */
  ended(): Promise<void>;
  close(): void;
}

/** A plain reader of server-sent events, with the Last-Event-ID that a browser sends automatically. */
export async function openStream(
  url: string,
  lastEventId?: string,
  headers: Record<string, string> = {},
): Promise<TestStream> {
  const abort = new AbortController();
  const response = await fetch(url, {
    signal: abort.signal,
    headers: lastEventId === undefined ? headers : { ...headers, 'Last-Event-ID': lastEventId },
  });
  if (!response.ok || !response.body) throw new Error(`the stream responded with ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = '';

  async function nextBlock(): Promise<string | null> {
    for (;;) {
      const end = buffered.indexOf('\n\n');
      if (end >= 0) {
        const block = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        return block;
      }
      const { value, done } = await reader.read();
      if (done) return null;
      buffered += value;
    }
  }

  return {
    headers: response.headers,
    next: async () => {
      for (;;) {
        const block = await nextBlock();
        if (block === null) throw new Error('the stream ended');
        const event = parseBlock(block);
        if (event) return event;
      }
    },
    ended: async () => {
      while ((await nextBlock()) !== null);
    },
    close: () => abort.abort(),
  };
}

function parseBlock(block: string): ReceivedEvent | null {
  const event: ReceivedEvent = { id: '', event: 'message', data: '' };
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^(id|event|data): ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'id') event.id = value;
    else if (field === 'event') event.event = value;
  }
  return data.length > 0 ? { ...event, data: data.join('\n') } : null;
}
