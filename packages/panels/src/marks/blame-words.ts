import type { Blame } from '@hopscope/core';

const BLAME_WORDS: Readonly<Record<Blame, { word: string; title: string }>> = {
  kubernetes: { word: 'Kubernetes', title: 'Pods, Services, nodes, DNS or a NetworkPolicy: the platform’s to mend' },
  application: { word: 'Application', title: 'The program that was called: its team’s to mend' },
  istio: { word: 'Istio component', title: 'A running part of the mesh: the mesh administrator’s to mend' },
  configuration: { word: 'Configuration', title: 'What people wrote: labels, routes, policies, bindings' },
};

/** The words for whose problem something is. */
export function blameWord(blame: Blame): string {
  return BLAME_WORDS[blame].word;
}

/** What that means, in a sentence. */
export function blameTitle(blame: Blame): string {
  return BLAME_WORDS[blame].title;
}
