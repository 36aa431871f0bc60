const YES =
  /^(?:true|yes|y|1|remote|fully?[ _-]*remote|fully|full|100 ?%( remote)?|remote[ _-]*only|work[ _-]from[ _-]home|wfh|home ?office|telecommute|anywhere)$/i;
const NO = /^(?:false|no|n|0|none|on[ _-]?site|in[ _-]?office|office|not[ _-]remote)$/i;

/** A longer text is more than yes or no, in characters. */
const MAX_LENGTH = 100;

/** True or false for unambiguous texts; null for 'hybrid' and everything else. */
export function readRemote(text: string | null): boolean | null {
  const value = text?.trim() ?? '';
  if (value.length > MAX_LENGTH) return null;
  if (YES.test(value)) return true;
  return NO.test(value) ? false : null;
}
