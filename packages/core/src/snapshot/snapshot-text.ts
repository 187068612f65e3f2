/** A snapshot as text for a chat: useful also when the link is dead. */
import type { SnapshotDocument } from './snapshot-document.ts';

const MOST_CAUSES = 3;

/** The verdict of each path and the worst causes; `link` may be ''. Names lose the backticks that pages set them apart with. */
export function snapshotText(document: SnapshotDocument, link: string): string {
  const { headline, causes, paths, asOf, cluster, redaction } = document;
  const more = causes.length - MOST_CAUSES;
  const lines = [
    ...paths.map(({ sentence }) => sentence),
    headline.sentence,
    ...causes.slice(0, MOST_CAUSES).map(({ sentence, blame }) => `- ${sentence} (blame: ${blame})`),
    ...(more > 0 ? [`- and ${more} more`] : []),
    [cluster, `as of ${asOf}`, redaction.profile === 'full' ? '' : `redacted: ${redaction.profile}`]
      .filter((part) => part !== '')
      .join(' · '),
    link,
  ];
  return `${lines
    .filter((line) => line !== '')
    .join('\n')
    .replaceAll('`', '')}\n`;
}
