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

/** What it reaches besides: `2 services in 2 namespaces, on node-2`; '' where nothing is known to hang on it. */
export function reachOf({ services, namespaces, nodes }: CauseGroup): string {
  if (services.length === 0 && nodes.length === 0) return '';
  const where = namespaces.length > 1 ? ` in ${countOf(namespaces.length, 'namespace')}` : '';
  const on = nodes.length > 3 ? `on ${nodes.length} nodes` : nodes.length > 0 ? `on ${nodes.join(', ')}` : '';
  const what = services.length > 0 ? `${countOf(services.length, 'service')}${where}` : '';
  return [what, on].filter((part) => part !== '').join(', ');
}
