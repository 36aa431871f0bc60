import { forward } from '../../../server/forward.ts';
import { guarded } from '../../../server/session/guard.ts';

/** The browser talks to this server only; what it may ask of the API is listed in server/allowed-paths. */
const handle = guarded(forward);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST };
