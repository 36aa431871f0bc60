/** Why a feed is not complete, by the code of its error. */
export function incompleteLabel(code: string | undefined): string {
  return code === 'feed-incomplete' ? 'No, pages were not read' : 'No, the feed was cut off';
}
