import { forwardStream } from '../../../../server/forward-stream.ts';
import { readSettings } from '../../../../server/settings.ts';

/** Live events. A rewrite would hold them back until the stream ends, so they are piped. */
export function GET(request: Request): Promise<Response> {
  return forwardStream(request, readSettings());
}
