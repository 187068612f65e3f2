import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { owned } from '../managed-fields.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const later = (at: string, seconds: number): string =>
  new Date(Date.parse(at) + seconds * 1000).toISOString().replace('.000Z', 'Z');

/** The caller's annotation was written so many seconds after the pod started, and its namespace labelled then too or long before. */
function annotatedAfter(seconds: number, labelledAfter = -3600): Mesh {
  const made = pair();
  made.workload(CLIENT).createdAgo = 600;
  const at = later(made.spec.takenAt, -600);
  return made
    .edit('Pod', (object: KubeObject) => {
      if (object.metadata.namespace !== 'web') return;
      const time = later((object['status'] as { startTime: string }).startTime, seconds);
      object.metadata['managedFields'] = owned('f:annotations', 'ambient.istio.io/redirection', time);
    })
    .edit('Namespace', (object: KubeObject) => {
      object.metadata['managedFields'] = owned('f:labels', 'istio.io/dataplane-mode', later(at, labelledAfter));
    });
}

export const startupPlaintextWindow: readonly Scenario[] = [
  ...firesAndNear(
    'startup-plaintext-window',
    {
      title: 'The caller was taken into the mesh twelve seconds after it started',
      mesh: () => annotatedAfter(12),
      asks: [expectFlows(CLIENT, SERVER)],
    },
    {
      title: 'Its namespace was labelled after it had started',
      mesh: () => annotatedAfter(60, 50),
      asks: [expectFlows(CLIENT, SERVER)],
    },
  ),
  {
    id: 'captured-at-once',
    title: 'The annotation is as old as the pod',
    bundle: () => annotatedAfter(1).bundle(),
    asks: [],
    silent: ['startup-plaintext-window'],
  },
];
