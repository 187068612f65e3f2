/** What is wrong with Markdown pages: links and anchors that lead nowhere, paths and npm scripts that are not there. */
import { posix } from 'node:path';

export interface Surroundings {
  /** whether a file or folder is there, by its path in the repository */
  exists(path: string): boolean;
  /** names of the scripts of package.json */
  scripts: readonly string[];
}

type Pages = ReadonlyMap<string, string>;

/** One line for each problem: `docs/api.md:12 links to …`. Keys of `pages` are paths in the repository. */
export function findProblems(pages: Pages, around: Surroundings): string[] {
  const anchors = new Map([...pages].map(([path, text]) => [path, anchorsOf(text)]));
  return [...pages].flatMap(([path, text]) => {
    const prose = withoutFences(text);
    return [
      ...linkProblems(path, prose, anchors, around),
      ...pathProblems(path, prose, around),
      ...scriptProblems(path, text, around),
    ];
  });
}

/** The same number of lines, those of code blocks empty. */
function withoutFences(text: string): string {
  let fence = '';
  const lines = text.split('\n').map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
    const isEdge = mark !== '' && (fence === '' || line.trim().startsWith(fence));
    if (isEdge) fence = fence === '' ? mark : '';
    return isEdge || fence !== '' ? '' : line;
  });
  return lines.join('\n');
}

/** Anchors as code hosts make them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading] of withoutFences(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading!
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

function linkProblems(
  path: string,
  prose: string,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
  { exists }: Surroundings,
): string[] {
  const withoutCode = prose.replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));
  return [...withoutCode.matchAll(/\]\(([^)\s]+)\)/g)].flatMap((match) => {
    const link = match[1]!;
    if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return [];
    const [file, anchor] = link.split('#') as [string, string?];
    const target = file === '' ? path : posix.join(posix.dirname(path), decodeURIComponent(file));
    const where = placeOf(path, prose, match.index);
    if (target.startsWith('..') || !exists(target)) return [`${where} links to ${link}, which is not there`];
    const known = anchors.get(target);
    if (anchor === undefined || known === undefined || known.has(anchor)) return [];
    return [`${where} links to ${link}, and ${target} has no such heading`];
  });
}

/** What a page may name in backticks: folders of the repository, and pages of its root. */
const OURS = /^(?:packages|apps|e2e|scripts|docs|\.ci)\/|^(?:[A-Z]\w*\.md|LICENSE)$/;
/** `<stage>`, `*` and `…` stand for something; spaces make it a command. */
const PATTERN = /[<>*…\s{}]/;
/** What a build writes is not there on a fresh clone. */
const BUILT = /(?:^|\/)dist(?:\/|$)/;

function pathProblems(path: string, prose: string, { exists }: Surroundings): string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].flatMap((match) => {
    const named = match[1]!.replace(/\/$/, '');
    if (!OURS.test(named) || PATTERN.test(named) || BUILT.test(named)) return [];
    if (exists(named) || exists(posix.join(posix.dirname(path), named))) return [];
    return [`${placeOf(path, prose, match.index)} names ${named}, which is not there`];
  });
}

function scriptProblems(path: string, text: string, { scripts }: Surroundings): string[] {
  return [...text.matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].flatMap((match) =>
    scripts.includes(match[1]!)
      ? []
      : [`${placeOf(path, text, match.index)} names npm run ${match[1]}, and package.json has no such script`],
  );
}

function placeOf(path: string, text: string, index: number): string {
  return `${path}:${text.slice(0, index).split('\n').length}`;
}
