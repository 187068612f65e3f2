/** Flags of istiod that change a rule, as its Deployment carries them (signals.md 1.1). */
import { type Mesh, perSlice } from './mesh.ts';

const environment = perSlice((mesh: Mesh): Readonly<Record<string, string>> => {
  const deployments = mesh.state.controllers.filter(
    (controller) =>
      controller.kind === 'Deployment' && (controller.template['app'] ?? controller.labels['app']) === 'istiod',
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
