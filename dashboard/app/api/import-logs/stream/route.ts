import { forwardStream } from '../../../../server/forward-stream.ts';
import { guarded } from '../../../../server/session/guard.ts';

/** Live events. They are piped: a rewrite would buffer them until the stream ends. */
export const GET = guarded(forwardStream);
