import sanitize from 'sanitize-html';
import { safeHref, safeText } from '../../lib/format/text.ts';
import classes from './feed-html.module.css';

/** Longer ones are cut: nobody reads on, and a page has to stay one. */
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
  // Neither these nor what is in them.
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
    // They stand below the page's own headings; feeds use them by size and not by rank.
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
 * HTML from a feed, made harmless: a few tags of text, links to http and https, nothing that loads, runs or
 * looks like the page around it. The only place where HTML from outside is shown. It is cleaned where it is
 * rendered, so use it in server components only: the browser then gets clean HTML and no sanitizer.
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

/** A link that leads nowhere safe stays as its text. */
function linkTo(href: string | undefined): sanitize.Tag {
  const safe = href ? safeHref(href) : null;
  if (!safe) return { tagName: 'span', attribs: {} };
  return { tagName: 'a', attribs: { href: safe, rel: 'noopener noreferrer nofollow', target: '_blank' } };
}
