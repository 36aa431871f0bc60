/**
 * The header by which the dashboard names the session of a request to the API. It grants no access.
 * The API believes it only beside API_TOKEN.
 */
export const SESSION_ID_HEADER = 'x-feedflow-session-id';

/** What a session's id looks like. */
export const SESSION_ID = /^[\w-]{16,64}$/;

/** The longest a login lasts, in hours: the most that DASHBOARD_SESSION_HOURS may be. */
export const MAX_SESSION_HOURS = 720;
