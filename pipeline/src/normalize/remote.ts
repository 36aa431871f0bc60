const YES =
  /^(?:true|yes|y|1|remote|fully?[ _-]*remote|fully|full|100 ?%( remote)?|remote[ _-]*only|work[ _-]from[ _-]home|wfh|home ?office|telecommute|anywhere)$/i;
const NO = /^(?:false|no|n|0|none|on[ _-]?site|in[ _-]?office|office|not[ _-]remote)$/i;

/** Longer texts say more than yes or no, in characters. */
const MAX_WORD_LENGTH = 100;

/** True or false where the words are plain; null for 'hybrid' and everything else. */
export function readRemote(text: string | null): boolean | null {
  const word = text?.trim() ?? '';
  if (word.length > MAX_WORD_LENGTH) return null;
  if (YES.test(word)) return true;
  return NO.test(word) ? false : null;
}
