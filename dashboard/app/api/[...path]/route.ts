import { forward } from '../../../server/forward.ts';
import { readSettings } from '../../../server/settings.ts';

/** The browser talks to this server only; what it may ask of the API is listed in server/allowed-paths. */
const handle = (request: Request): Promise<Response> => forward(request, readSettings());

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST };
