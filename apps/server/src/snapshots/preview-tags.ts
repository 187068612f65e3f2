/** What a chat shows of a link before anybody opens it: tags in the first bytes of the page. */
import type { SnapshotRecord } from './record.ts';

/**
 * The page with the tags of a snapshot; null = of none that the one who asks may know of. `image` is the address of its picture,
 * null where there is none.
 */
export function withPreviewTags(page: string, record: SnapshotRecord | null, image: string | null): string {
  const robots = '<meta name="robots" content="noindex, nofollow" />';
  const tags = record === null ? '' : tagsOf(record, image);
  return page.replace(/<head(\s[^>]*)?>/i, (head) => `${head}${robots}${tags}`);
}

function tagsOf(record: SnapshotRecord, image: string | null): string {
  const isSealed = record.profile === 'sealed';
  const title = record.title || (isSealed ? 'A sealed snapshot of a mesh' : record.headline);
  const about = isSealed
    ? `Only whoever has the whole link can read it. Until ${record.expiresAt}.`
    : `${record.headline} As of ${record.asOf}; a snapshot, which stays as it is until ${record.expiresAt}.`;
  const pairs: [string, string][] = [
    ['og:site_name', 'Hopscope'],
    ['og:type', 'article'],
    ['og:title', title],
    ['og:description', about],
    ...(image === null || isSealed
      ? []
      : ([
          ['og:image', image],
          ['og:image:type', 'image/png'],
          ['og:image:width', '1200'],
          ['og:image:height', '630'],
          ['og:image:alt', record.headline],
          ['twitter:card', 'summary_large_image'],
        ] as [string, string][])),
  ];
  return [
    `<title>${escapeHtml(title)}</title>`,
    `<meta name="description" content="${escapeHtml(about)}" />`,
    ...pairs.map(([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}" />`),
  ].join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, in elements and in attributes. */
export function escapeHtml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ').replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}
