/** For tests: a strict reader of the XML that pictures are. It knows no DTD, no comment, no instruction: a picture has none. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML forbids
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The one element of a document; throws where a parser would refuse it. */
export function readXml(source: string): XmlElement {
  if (FORBIDDEN.test(source)) throw new Error('There is a character that XML forbids.');
  const [root, end] = readElement(source, 0);
  if (source.slice(end).trim() !== '') throw new Error(`After the end: ${source.slice(end, end + 40)}`);
  return root;
}

/** All elements, the outermost first. */
export function elementsOf(root: XmlElement): XmlElement[] {
  const inner = root.children.filter((child): child is XmlElement => typeof child !== 'string');
  return [root, ...inner.flatMap(elementsOf)];
}

/** All words of an element. */
export function wordsOf({ children }: XmlElement): string {
  return children.map((child) => (typeof child === 'string' ? child : wordsOf(child))).join('');
}

const OPENING = /<([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w:-]*="[^"<]*")*)\s*(\/?)>/y;

function readElement(source: string, at: number): [XmlElement, number] {
  OPENING.lastIndex = at;
  const opening = OPENING.exec(source);
  if (opening === null) throw new Error(`No element: ${source.slice(at, at + 60)}`);
  const [whole, name, attributes, empty] = opening as unknown as [string, string, string, string];
  const element = { name, attributes: readAttributes(attributes), children: [] as (XmlElement | string)[] };
  let end = at + whole.length;
  if (empty === '/') return [element, end];
  while (!source.startsWith('</', end)) {
    if (end >= source.length) throw new Error(`<${name}> has no end.`);
    if (source[end] === '<') {
      const [child, after] = readElement(source, end);
      element.children.push(child);
      end = after;
    } else {
      const next = source.indexOf('<', end);
      if (next < 0) throw new Error(`<${name}> has no end.`);
      element.children.push(decode(source.slice(end, next)));
      end = next;
    }
  }
  const closing = `</${name}>`;
  if (!source.startsWith(closing, end)) throw new Error(`<${name}> is closed by ${source.slice(end, end + 40)}`);
  return [element, end + closing.length];
}

function readAttributes(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, value] of text.matchAll(/([A-Za-z][\w:-]*)="([^"]*)"/g)) {
    if (found.has(name!)) throw new Error(`Attribute ${name} is there twice.`);
    found.set(name!, decode(value!));
  }
  return found;
}

function decode(text: string): string {
  return text.replace(/&([^;&\s]*);?/g, (whole, name: string) => {
    const sign = ENTITIES[name];
    if (sign === undefined || !whole.endsWith(';')) throw new Error(`Not escaped: ${whole}`);
    return sign;
  });
}
