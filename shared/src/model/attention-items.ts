// Ids of attention items that more than the dashboard has to know. This file imports nothing, so that a browser can
// load it.

/** The item of the source itself: that it fails, is partial or was disabled. */
export function itemOfSource(name: string): string {
  return `source-${name}`;
}

/** The item of a source whose quality rules are broken. */
export function itemOfQuality(name: string): string {
  return `quality-${name}`;
}

/** The item of a source whose jobs the shrink guard keeps open. */
export function itemOfShrunkFeed(name: string): string {
  return `shrunk-${name}`;
}

/** The item of a source whose feed has moved to another URL. */
export function itemOfMovedFeed(name: string): string {
  return `moved-${name}`;
}

/** All items about a source. */
export function itemsOfSource(name: string): string[] {
  return [itemOfSource(name), itemOfQuality(name), itemOfShrunkFeed(name), itemOfMovedFeed(name)];
}
