import type { CauseGroup } from '@hopscope/core';

export function countOf(many: number, what: string): string {
  return many === 1 ? `1 ${what}` : `${many} ${what}s`;
}

/** How much a cause breaks: `6 links · 14 pods`. */
export function harmOf({ links, pods, severity }: CauseGroup): string {
  const parts = [
    ...(links.length > 0 ? [countOf(links.length, 'link')] : []),
    ...(pods > 0 ? [countOf(pods, 'pod')] : []),
  ];
  if (severity === 'latent' && links.length === 0) return 'nothing fails yet';
  return parts.join(' · ') || 'no known link';
}
