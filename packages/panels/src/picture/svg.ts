/** Writes SVG as text, without a DOM: every text and every attribute passes through here, so nothing can break out of either. */

declare const written: unique symbol;
/** Markup that this file has written. A plain text is none, and the compiler keeps the two apart. */
export type Svg = string & { readonly [written]: true };

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; children that are plain text are escaped by `text`, never here. */
export function element(name: string, attributes: Attributes, ...children: readonly Svg[]): Svg {
  const parts = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeXml(typeof value === 'number' ? formatNumber(value) : value)}"`],
  );
  const inside = children.join('');
  return (inside === '' ? `<${name}${parts.join('')}/>` : `<${name}${parts.join('')}>${inside}</${name}>`) as Svg;
}

/** Text inside of an element. */
export function text(words: string): Svg {
  return escapeXml(words) as Svg;
}

export function group(attributes: Attributes, ...children: readonly Svg[]): Svg {
  return children.length === 0 ? NOTHING : element('g', attributes, ...children);
}

export const NOTHING = '' as Svg;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML has no place for goes (a parser would refuse the whole picture), and so do signs that turn the direction of text. */
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as XML, in elements and in attributes. */
export function escapeXml(words: string): string {
  return words.replace(FORBIDDEN, '').replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}

/** Two digits behind the point: nobody sees more, and equal pictures have equal bytes. */
export function formatNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Path data of the layout with no more digits than anybody sees. */
export function shortenPath(data: string): string {
  return data.replaceAll(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));
}
