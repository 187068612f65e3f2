/** Which release a component of Istio runs: by the tag of its image, else by what it says of itself. */
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf } from '../../state/refs.ts';
import type { Mesh } from '../mesh.ts';
import { samplesOf } from '../told/component-metrics.ts';

export interface ComponentVersion {
  /** as it was written: `1.30.1-distroless` */
  text: string;
  /** where it was written */
  from: 'image tag' | 'istiod-version' | 'istio_build';
  major: number;
  minor: number;
}

/** CP5: the release in a tag or a version; null for digests, `latest` and names of one's own. */
export function parseVersion(text: string, from: ComponentVersion['from'] = 'image tag'): ComponentVersion | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?:[.\-+]|$)/.exec(text) ?? [];
  return major === undefined || minor === undefined ? null : { text, from, major: Number(major), minor: Number(minor) };
}

/** CP5: the release of a pod's container. */
export function versionOfPod(mesh: Mesh, pod: Pod, container: string): ComponentVersion | null {
  const image = pod.containers.find(({ name }) => name === container)?.image ?? '';
  const tagged = image.split('@')[0]!;
  const tag = tagged.slice(tagged.lastIndexOf('/') + 1).split(':')[1] ?? '';
  return parseVersion(tag) ?? toldVersion(mesh, nameOf(pod));
}

function toldVersion(mesh: Mesh, pod: string): ComponentVersion | null {
  const own = parseVersion(mesh.versions.get(pod)?.version ?? '', 'istiod-version');
  const [build] = samplesOf(mesh, pod, 'istio_build');
  return own ?? parseVersion(build?.labels['tag'] ?? '', 'istio_build');
}
