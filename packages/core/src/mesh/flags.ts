/** Flags of istiod that change a rule, as its Deployment carries them (signals.md 1.1). */
import type { Controller } from '../state/kubernetes.ts';
import { type Mesh, ofMesh } from './mesh.ts';

/** The Deployments of istiod. */
export function istiodDeployments(mesh: Mesh): readonly Controller[] {
  return mesh.controllers.istiods.filter(({ kind }) => kind === 'Deployment');
}

const environment = ofMesh((mesh: Mesh): Readonly<Record<string, string>> => {
  const deployments = istiodDeployments(mesh).filter(
    (controller) => (controller.template['app'] ?? controller.labels['app']) === 'istiod',
  );
  const own = deployments.find((deployment) => (deployment.labels['istio.io/rev'] ?? 'default') === mesh.revision);
  return (own ?? deployments[0])?.env ?? {};
});

/** A boolean flag of the istiod whose revision the mesh runs; the default where it is not set or no boolean. */
export function isFlagSet(mesh: Mesh, name: string, byDefault: boolean): boolean {
  const text = environment(mesh)[name] ?? '';
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : byDefault;
}
