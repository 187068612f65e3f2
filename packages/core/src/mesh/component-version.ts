/** Which release a component of Istio runs, by the tag of its image. */
import type { Pod } from '../state/kubernetes.ts';

export interface ComponentVersion {
  /** as it was written: `1.30.1-distroless` */
  text: string;
  major: number;
  minor: number;
}

/** CP5: the release in a tag or a version; null for digests, `latest` and names of one's own. */
export function parseVersion(text: string): ComponentVersion | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?:[.\-+]|$)/.exec(text) ?? [];
  return major === undefined || minor === undefined ? null : { text, major: Number(major), minor: Number(minor) };
}

/** The release of a pod's container, by its image's tag. */
export function versionOfPod(pod: Pod, container: string): ComponentVersion | null {
  const image = pod.containers.find(({ name }) => name === container)?.image ?? '';
  const tagged = image.split('@')[0]!;
  const tag = tagged.slice(tagged.lastIndexOf('/') + 1).split(':')[1];
  return tag === undefined ? null : parseVersion(tag);
}
