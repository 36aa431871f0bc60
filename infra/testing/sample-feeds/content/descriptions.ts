import { escapeMarkup, htmlContent, type TextStyle } from './markup.ts';
import { mix, pick } from './random.ts';
import { benefits, closings, duties, introductions, requirements } from './sentences.ts';

/** The values that are filled into a description: HTML, already in the style of the feed. */
export interface Names {
  company: string;
  role: string;
  city: string;
}

export type WriteDescription = (names: Names, closing: string) => string;

/** So many that neighbours differ, so few that a million records are still written fast. */
const VARIANTS = 48;

/**
 * Ready-made descriptions in HTML. Only the names are filled in per record, which makes a feed of a
 * million records cheap to write.
 *
 * @param lengthBytes approximate length of each in the feed
 */
export function createDescriptions(seed: number, style: TextStyle, lengthBytes: number): WriteDescription[] {
  return Array.from({ length: VARIANTS }, (_, variant) => {
    const html = composeHtml(mix(seed, variant), (text) => htmlContent(text, style).length < lengthBytes);
    return compileTemplate(htmlContent(html, style));
  });
}

function composeHtml(hash: number, mayGrow: (html: string) => boolean): string {
  let html = `<p>${escapeMarkup(pick(introductions, mix(hash, 1)))}</p>`;
  const sections: [heading: string, items: readonly string[]][] = [
    ['What you will do', duties],
    ['What you bring', requirements],
    ['What we offer', benefits],
  ];
  for (const [heading, items] of sections) {
    if (!mayGrow(html)) break;
    html += `<h3>${heading}</h3><ul>`;
    const first = mix(hash, heading.length) % items.length;
    for (let index = 0; index === 0 || (index < 5 && mayGrow(html)); index += 1) {
      html += `<li>${escapeMarkup(pick(items, first + index))}</li>`;
    }
    html += '</ul>';
  }
  for (let index = 0; index < 40 && mayGrow(html); index += 1) {
    html += `<p>${escapeMarkup(pick(closings, mix(hash, 2) + index))}</p>`;
  }
  return html;
}

function compileTemplate(template: string): WriteDescription {
  const parts = template.split(/\{(company|role|city)\}/);
  return (names, closing) => {
    let text = parts[0] ?? '';
    for (let index = 1; index < parts.length; index += 2) {
      text += names[parts[index] as keyof Names] + (parts[index + 1] ?? '');
    }
    return text + closing;
  };
}
