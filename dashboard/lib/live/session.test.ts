import { EventSource } from 'undici';
import { expect, test, vi } from 'vitest';
import { startServer } from '../../tests/local-server.ts';
import { createLiveSession, type LiveSubject } from './session.ts';

/** A server that counts the streams that are open by path, and a tab that can be hidden. */
async function openTab() {
  const open: string[] = [];
  const server = await startServer((request, response) => {
    const path = String(request.url);
    open.push(path);
    request.socket.once('close', () => open.splice(open.indexOf(path), 1));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': open\n\n');
  });
  let visible = true;
  const listeners = new Set<() => void>();
  const session = createLiveSession({
    visible: () => visible,
    onVisibility(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    openStream: (path) => new EventSource(server.url + path) as unknown as globalThis.EventSource,
  });
  const show = (shown: boolean) => {
    visible = shown;
    for (const listener of listeners) listener();
  };
  return { session, open, show };
}

const subject = (url: string): LiveSubject => ({
  url,
  onMessage: () => undefined,
  poll: async () => undefined,
  stop: vi.fn(),
});

test('a tab has at most one stream, and none if it follows nothing', async () => {
  const { session, open } = await openTab();
  const list = subject('/list');
  const leaveList = session.follow(list);
  await vi.waitFor(() => expect(session.state().status).toBe('live'));
  leaveList();
  expect(list.stop).toHaveBeenCalled();
  const leaveRun = session.follow(subject('/run'));
  await vi.waitFor(() => expect(open).toEqual(['/run']));
  leaveRun();
  await vi.waitFor(() => expect(open).toEqual([]));
  expect(session.state().status).toBe('off');
});

test('a hidden tab has no stream, and is live again when visible', async () => {
  const { session, open, show } = await openTab();
  const leave = session.follow(subject('/list'));
  await vi.waitFor(() => expect(open).toEqual(['/list']));
  show(false);
  await vi.waitFor(() => expect(open).toEqual([]));
  expect(session.state().status).toBe('paused');
  show(true);
  await vi.waitFor(() => expect(session.state().status).toBe('live'));
  leave();
});

test('a pause by the user persists on other pages and when the tab is visible again', async () => {
  const { session, open, show } = await openTab();
  session.follow(subject('/list'))();
  session.togglePause();
  const leave = session.follow(subject('/run'));
  show(false);
  show(true);
  expect(session.state().status).toBe('paused');
  await vi.waitFor(() => expect(open).toEqual([]));
  session.togglePause();
  await vi.waitFor(() => expect(open).toEqual(['/run']));
  leave();
});
