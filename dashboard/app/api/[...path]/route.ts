import { forward } from '../../../server/forward.ts';
import { guarded } from '../../../server/session/guard.ts';

/** Forwards the browser's requests to the API; server/allowed-paths lists what it may request. */
const handle = guarded(forward);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST };
