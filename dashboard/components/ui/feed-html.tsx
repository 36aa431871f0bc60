import sanitize from 'sanitize-html';
import { safeHref, safeText } from '../../lib/format/text.ts';
import classes from './feed-html.module.css';

/** Longer descriptions are cut to keep the page usable. */
const MAX_LENGTH = 200_000;

const OPTIONS: sanitize.IOptions = {
  allowedTags: [
    'p',
    'br',
    'hr',
    'div',
    'span',
    'blockquote',
    'pre',
    'h3',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
    'table',
    'caption',
    'thead',
    'tbody',
    'tfoot',
    'tr',
    'th',
    'td',
    'a',
    'b',
    'strong',
    'i',
    'em',
    'u',
    's',
    'small',
    'sub',
    'sup',
    'code',
  ],
  allowedAttributes: { a: ['href', 'rel', 'target'] },
  allowedSchemes: ['http', 'https'],
  allowProtocolRelative: false,
  // These are removed together with their content.
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'select',
    'noscript',
    'noembed',
    'noframes',
    'iframe',
    'title',
    'xmp',
    'plaintext',
    'template',
    'svg',
    'math',
    'object',
    'embed',
    'audio',
    'video',
  ],
  // Deep nesting is slow to lay out.
  nestingLimit: 50,
  transformTags: {
    // Below the page's own headings; feeds use headings for their size, not their rank.
    h1: 'h3',
    h2: 'h3',
    h4: 'h3',
    h5: 'h3',
    h6: 'h3',
    a: (_, { href }) => linkTo(href),
  },
  textFilter: (text) => safeText(text, Number.POSITIVE_INFINITY),
};

/**
 * Sanitised HTML from a feed: a few text tags, http and https links, nothing that loads, runs or imitates the page
 * around it. No other component renders foreign HTML. It is sanitised while rendering, so use it in server
 * components only: the browser then gets clean HTML and no sanitiser.
 */
export function FeedHtml({ html }: { html: string }) {
  const clean = sanitize(html.slice(0, MAX_LENGTH), OPTIONS);
  return (
    <div
      className={classes.html}
      data-plain={!clean.includes('<') || undefined}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: it was sanitised just above
      dangerouslySetInnerHTML={{ __html: clean }}
    />
  );
}

/** An unsafe link becomes plain text. */
function linkTo(href: string | undefined): sanitize.Tag {
  const safe = href ? safeHref(href) : null;
  if (!safe) return { tagName: 'span', attribs: {} };
  return { tagName: 'a', attribs: { href: safe, rel: 'noopener noreferrer nofollow', target: '_blank' } };
}
