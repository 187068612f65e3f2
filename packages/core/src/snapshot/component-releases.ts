/** Which releases of Istio's components run, as their images say. */
import { parseVersion } from '../mesh/control-plane/component-version.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { ComponentRelease } from './snapshot-document.ts';

/** Containers of the components, by the name that Istio gives them. */
const COMPONENTS: Readonly<Record<string, string>> = {
  discovery: 'istiod',
  'istio-proxy': 'ztunnel or proxy',
  'install-cni': 'istio-cni',
};

/** Each release once, in the order of components and releases; of tags that are no release nothing is told. */
export function componentReleases({ pods }: MeshState): ComponentRelease[] {
  const found = new Set<string>();
  for (const pod of pods) {
    for (const { name, image } of pod.containers) {
      const component = COMPONENTS[name];
      if (component === undefined) continue;
      const tag = image.split('@')[0]!.split('/').at(-1)!.split(':')[1] ?? '';
      const release = parseVersion(tag);
      if (release) found.add(`${component} ${/^v?\d+\.\d+(?:\.\d+)?/.exec(tag)![0]}`);
    }
  }
  return [...found].sort().map((line) => {
    const at = line.lastIndexOf(' ');
    return { component: line.slice(0, at), version: line.slice(at + 1) };
  });
}
