import { forwardStream } from '../../../../server/forward-stream.ts';
import { guarded } from '../../../../server/session/guard.ts';

/** Live events. A rewrite would hold them back until the stream ends, so they are piped. */
export const GET = guarded(forwardStream);
