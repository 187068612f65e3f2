import { aboutService, aboutWorkload, accessSteps, componentFacts, listPolicies, type MeshState } from '@hopscope/core';
import type { PageReads } from '../page-reads.ts';
import { SourceError } from '../report-source.ts';

/** The same answers from a state that the browser holds itself. */
export function readsOfState(state: MeshState): PageReads {
  return {
    components: async () => componentFacts(state),
    service: async (namespace, name) =>
      found(aboutService(state, namespace, name), 'unknown-service', `Service ${namespace}/${name}`),
    workload: async (namespace, name, kind) =>
      found(
        aboutWorkload(state, namespace, name, kind === '' ? undefined : kind),
        'unknown-workload',
        `${kind || 'workload'} ${namespace}/${name}`,
      ),
    policies: async (namespace) => listPolicies(state, namespace),
    access: async (ask, signal) => {
      const steps = accessSteps(state, ask);
      for (;;) {
        // The page stays alive between two targets.
        await new Promise((done) => setTimeout(done));
        signal.throwIfAborted();
        const step = steps.next();
        if (step.done) return step.value;
      }
    },
  };
}

function found<T>(value: T | null, code: string, what: string): T {
  if (value === null) throw new SourceError(code, `There is no ${what} in this file.`);
  return value;
}
