import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { withMeshConfig } from '../dns-words.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const PARTNER = 'host:partner.example:443';

const privateIn = (namespace: string): Mesh =>
  withMeshConfig(
    pair({}, { calls: ['partner.example:443'] }).serviceEntry(`${namespace}/partner`, { hosts: ['partner.example'] }),
    'serviceEntryVisibility:',
    '  defaultVisibility: NAMESPACE',
  );

export const serviceentryNotVisible: readonly Scenario[] = firesAndNear(
  'serviceentry-not-visible',
  {
    title: 'An entry is private to another namespace',
    mesh: () => privateIn('shop'),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
  {
    title: 'An entry is private to the namespace of the caller',
    mesh: () => privateIn('web'),
    asks: [expectFlows(CLIENT, PARTNER, null)],
  },
);
