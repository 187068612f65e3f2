import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { owned } from '../managed-fields.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** The caller's namespace was labelled twenty seconds ago. */
function labelledJustNow(): Mesh {
  const made = pair({}, { capture: 'absent' });
  const at = new Date(Date.parse(made.spec.takenAt) - 20_000).toISOString().replace('.000Z', 'Z');
  return made.edit('Namespace', (object) => {
    if (object.metadata.name === 'web')
      object.metadata['managedFields'] = owned('f:labels', 'istio.io/dataplane-mode', at);
  });
}

export const sourceNotCaptured: readonly Scenario[] = firesAndNear(
  'source-not-captured',
  {
    title: 'The caller should be in the mesh and is not',
    mesh: () => pair({}, { capture: 'absent' }),
    asks: [
      { from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], cause: 'source-not-captured', blame: 'istio' } },
    ],
    silent: ['source-not-meshed-by-choice'],
  },
  {
    title: 'The caller opted out',
    mesh: () => pair({}, { labels: { 'istio.io/dataplane-mode': 'none' } }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
).concat({
  id: 'labelled-just-now',
  title: 'The namespace of the caller was labelled a moment ago',
  bundle: () => labelledJustNow().bundle(),
  asks: [],
  silent: ['source-not-captured'],
});
